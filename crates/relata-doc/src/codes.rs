//! Which act is it, in the field's own codes?
//!
//! CAMEO: Schrodt, *CAMEO: Conflict and Mediation Event Observations. Event and Actor Codebook*, 1.1b3 (2012).
//! PLOVER: the 16 types of its current models; older names are read and mapped by [`PloverType::from_name`].

use std::fmt;

/// A CAMEO event code of two to four digits with its leading zero: `"01"`, `"043"`, `"1712"`.
///
/// Invariant: digits whose first two name a root from 01 to 20. Whether the code is in the codebook is the ontology's
/// to say; inside Relata every code comes from there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CameoCode {
    digits: [u8; 4],
    len: u8,
}

/// A code that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no {1}")]
pub struct CodeError(pub String, pub &'static str);

impl CameoCode {
    /// Reads a code.
    ///
    /// # Errors
    /// Where the text is not two to four digits, or its root is not 01 to 20.
    pub fn new(code: &str) -> Result<CameoCode, CodeError> {
        let bytes = code.as_bytes();
        let shaped = (2..=4).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit);
        let mut digits = [0; 4];
        if shaped {
            digits[..bytes.len()].copy_from_slice(bytes);
        }
        let code_read = CameoCode { digits, len: bytes.len() as u8 };
        if shaped && (1..=20).contains(&code_read.root()) {
            Ok(code_read)
        } else {
            Err(CodeError(code.to_owned(), "CAMEO code: two to four digits, 01 to 20 first"))
        }
    }

    /// Returns the code as written.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.len as usize]).unwrap_or_default()
    }

    /// Returns the root category, 1 to 20.
    pub fn root(&self) -> u8 {
        (self.digits[0].wrapping_sub(b'0')).wrapping_mul(10).wrapping_add(self.digits[1].wrapping_sub(b'0'))
    }

    /// Returns whether this code is `prefix` or one of its kinds.
    pub fn is_under(&self, prefix: &str) -> bool {
        self.as_str().starts_with(prefix)
    }

    /// Returns CAMEO's quad class, by root, as GDELT's users know it.
    pub fn quad_class(&self) -> QuadClass {
        match self.root() {
            0..=5 => QuadClass::VerbalCooperation,
            6..=9 => QuadClass::MaterialCooperation,
            10..=14 => QuadClass::VerbalConflict,
            _ => QuadClass::MaterialConflict,
        }
    }
}

impl fmt::Display for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// CAMEO's four classes of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuadClass {
    /// Roots 01 to 05.
    VerbalCooperation = 1,
    /// Roots 06 to 09.
    MaterialCooperation = 2,
    /// Roots 10 to 14.
    VerbalConflict = 3,
    /// Roots 15 to 20.
    MaterialConflict = 4,
}

/// PLOVER's four classes of events, which differ from CAMEO's where the two group acts differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PloverQuad {
    /// AGREE CONSULT SUPPORT CONCEDE.
    VerbalCooperation = 1,
    /// COOPERATE AID RETREAT.
    MaterialCooperation = 2,
    /// REQUEST ACCUSE REJECT THREATEN.
    VerbalConflict = 3,
    /// PROTEST SANCTION MOBILIZE COERCE ASSAULT.
    MaterialConflict = 4,
}

/// The intensity of an act on the Goldstein scale, −10 (conflict) to +10 (cooperation).
///
/// Goldstein, *A Conflict-Cooperation Scale for WEIS Events Data*, Journal of Conflict Resolution 36 (1992).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct GoldsteinScore(f32);

impl GoldsteinScore {
    /// Makes a score; `None` outside −10 to 10.
    pub fn new(score: f32) -> Option<GoldsteinScore> {
        (-10.0..=10.0).contains(&score).then_some(GoldsteinScore(score))
    }

    /// Returns the score.
    pub fn value(self) -> f32 {
        self.0
    }
}

macro_rules! plover_types {
    ($($(#[$doc:meta])* $variant:ident $name:literal $quad:ident,)*) => {
        /// One of PLOVER's sixteen types of events.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(clippy::exhaustive_enums)]
        pub enum PloverType { $($(#[$doc])* $variant,)* }

        impl PloverType {
            /// All types, from the most cooperative quad to the most conflictual.
            pub const ALL: &[PloverType] = &[$(PloverType::$variant,)*];

            /// Returns the type's name in capitals.
            pub fn name(self) -> &'static str {
                match self { $(PloverType::$variant => $name,)* }
            }

            /// Returns PLOVER's quad class.
            pub fn quad(self) -> PloverQuad {
                match self { $(PloverType::$variant => PloverQuad::$quad,)* }
            }
        }
    };
}

plover_types! {
    /// Agrees or states an intention to do something together.
    Agree "AGREE" VerbalCooperation,
    /// Meets, visits, calls, negotiates, mediates.
    Consult "CONSULT" VerbalCooperation,
    /// Praises, endorses, recognises, signs.
    Support "SUPPORT" VerbalCooperation,
    /// Yields to a demand.
    Concede "CONCEDE" VerbalCooperation,
    /// Cooperates materially.
    Cooperate "COOPERATE" MaterialCooperation,
    /// Gives aid.
    Aid "AID" MaterialCooperation,
    /// Withdraws, releases, lays down arms.
    Retreat "RETREAT" MaterialCooperation,
    /// Appeals or demands.
    Request "REQUEST" VerbalConflict,
    /// Criticises, accuses, sues, investigates.
    Accuse "ACCUSE" VerbalConflict,
    /// Refuses, denies, vetoes.
    Reject "REJECT" VerbalConflict,
    /// Threatens or warns of harm.
    Threaten "THREATEN" VerbalConflict,
    /// Demonstrates, strikes, riots.
    Protest "PROTEST" MaterialConflict,
    /// Reduces relations or aid, halts talks, expels.
    Sanction "SANCTION" MaterialConflict,
    /// Raises or moves armed or police power.
    Mobilize "MOBILIZE" MaterialConflict,
    /// Arrests, bans, seizes, embargoes, occupies.
    Coerce "COERCE" MaterialConflict,
    /// Uses violence.
    Assault "ASSAULT" MaterialConflict,
}

impl PloverType {
    /// Reads a type's name, older names included: DEMAND (REQUEST), DISAPPROVE and INVESTIGATE (ACCUSE), FIGHT and
    /// ATTACK (ASSAULT), YIELD (CONCEDE, its verbal half), CRIME (COERCE).
    pub fn from_name(name: &str) -> Option<PloverType> {
        let upper = name.to_ascii_uppercase();
        let current = match upper.as_str() {
            "DEMAND" => "REQUEST",
            "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
            "FIGHT" | "ATTACK" => "ASSAULT",
            "YIELD" => "CONCEDE",
            "CRIME" => "COERCE",
            other => other,
        };
        PloverType::ALL.iter().copied().find(|plover_type| plover_type.name() == current)
    }
}

impl fmt::Display for PloverType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cameo_code_keeps_its_leading_zero() {
        let code = CameoCode::new("0871").unwrap();
        assert_eq!((code.to_string().as_str(), code.root()), ("0871", 8));
        assert_eq!(code.quad_class(), QuadClass::MaterialCooperation);
        assert!(code.is_under("087"));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for wrong in ["", "1", "00", "21", "19012", "0a1", "１９"] {
            assert!(CameoCode::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn older_plover_names_are_mapped() {
        assert_eq!(PloverType::from_name("fight"), Some(PloverType::Assault));
        assert_eq!(PloverType::from_name("DEMAND"), Some(PloverType::Request));
        assert_eq!(PloverType::from_name("VETO"), None);
    }
}
