//! Who may do this?
//!
//! A permission is a capability: a function that does something asks for a
//! `Seat` of the right kind, and a seat is had only from the user's roles. A
//! seat also says which protection classes its holder may read, and carries
//! who, when and why into the log.

use model::protect::{Classes, classes_of};
use model::record::{RecordId, Role, User};
use model::{Code, Problem};
use std::marker::PhantomData;

/// A kind of seat, with the roles that may take it.
pub trait Permission {
    /// Word in problems.
    const NAME: &'static str;
    /// Roles that hold it.
    const ROLES: &'static [Role];
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $word:literal [$($role:ident),*];)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl Permission for $name {
                const NAME: &'static str = $word;
                const ROLES: &'static [Role] = &[$(Role::$role),*];
            }
        )*
    };
}

permissions! {
    /// Reads cases, as far as the classes go.
    Reading "read" [Documenter, Reviewer, Researcher, Lawyer, Reader];
    /// Finds persons by name: only those who may identify.
    Finding "find" [Documenter, Reviewer, Researcher, Lawyer];
    /// Records and imports.
    Documenting "document" [Documenter];
    /// Decides: same person, verified, disputed.
    Reviewing "review" [Reviewer];
    /// Runs studies and writes reports.
    Studying "study" [Researcher, Reviewer, Lawyer];
    /// Tests persons against instruments.
    Testing "test the law" [Lawyer, Researcher];
    /// Agrees to dangerous acts of others.
    Approving "approve" [Administrator, Reviewer];
    /// Users, keys, profile, backup.
    Administering "administer" [Administrator];
    /// Checks the log; everybody may.
    Verifying "verify" [Administrator, Documenter, Reviewer, Researcher, Lawyer, Reader];
}

/// A user's seat for one permission, at one moment, for one reason.
#[derive(Debug)]
pub struct Seat<P> {
    user: String,
    classes: Classes,
    why: Option<String>,
    at: jiff::Timestamp,
    /// What is masked stays so, but of one record.
    masking: bool,
    revealed: Option<RecordId>,
    kind: PhantomData<P>,
}

impl<P: Permission> Seat<P> {
    /// Takes the seat if one of the user's roles holds it.
    pub(crate) fn take(
        user: &User,
        at: jiff::Timestamp,
        why: Option<String>,
    ) -> Result<Seat<P>, Problem> {
        let holds = !user.disabled && user.roles.iter().any(|role| P::ROLES.contains(role));
        if !holds {
            return Err(Problem::new(Code::OfficeNotPermitted)
                .with("user", &user.name)
                .with("permission", P::NAME)
                .with(
                    "roles",
                    P::ROLES
                        .iter()
                        .map(|role| role.as_str())
                        .collect::<Vec<_>>()
                        .join(", "),
                ));
        }
        let classes = user
            .roles
            .iter()
            .flat_map(|role| classes_of(*role))
            .collect();
        Ok(Seat {
            user: user.name.clone(),
            classes,
            why,
            at,
            masking: false,
            revealed: None,
            kind: PhantomData,
        })
    }

    /// The same seat before a screen: identities stay masked, but of the record that
    /// its holder has revealed (`reveals`).
    #[must_use]
    pub fn masking(self, revealed: Option<RecordId>) -> Seat<P> {
        Seat {
            masking: true,
            revealed,
            ..self
        }
    }

    /// Whether what is masked of a record is not for this seat now.
    pub(crate) fn masks(&self, id: &str) -> bool {
        self.masking && self.revealed.as_deref() != Some(id)
    }

    /// The user's name.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The protection classes that the user may read.
    pub fn classes(&self) -> &Classes {
        &self.classes
    }

    /// Why, as given.
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// When.
    pub fn at(&self) -> jiff::Timestamp {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(roles: &[Role]) -> User {
        User {
            name: "samar".into(),
            roles: roles.to_vec(),
            ..User::default()
        }
    }

    #[test]
    fn a_seat_is_had_only_from_a_role() {
        let at = jiff::Timestamp::UNIX_EPOCH;
        assert!(Seat::<Documenting>::take(&user(&[Role::Documenter]), at, None).is_ok());
        assert!(Seat::<Documenting>::take(&user(&[Role::Reader]), at, None).is_err());
        assert!(Seat::<Finding>::take(&user(&[Role::Reader]), at, None).is_err());
        assert!(Seat::<Administering>::take(&user(&[Role::Documenter]), at, None).is_err());
    }

    #[test]
    fn a_disabled_user_has_no_seat_at_all() {
        let gone = User {
            disabled: true,
            ..user(&Role::ALL)
        };
        assert!(Seat::<Verifying>::take(&gone, jiff::Timestamp::UNIX_EPOCH, None).is_err());
    }

    #[test]
    fn roles_add_up_what_a_user_may_read() {
        let both = user(&[Role::Reader, Role::Lawyer]);
        let seat = Seat::<Reading>::take(&both, jiff::Timestamp::UNIX_EPOCH, None).expect("reads");
        assert!(seat.classes().contains(&model::Class::Medical));
    }
}
