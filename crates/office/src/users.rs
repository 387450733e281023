//! Who may use the office, and as what?
//!
//! Users are records: every change of a role is a revision with who, when and
//! why. The last administrator can be neither disabled nor stripped of the
//! role, because nobody could then give it to anybody.

use crate::{Administering, Office, Seat, Verifying};
use model::record::{RecordId, Role, User};
use model::{Code, Problem, Record};
use register::Tx;

/// Every user with the id of the record, disabled ones too.
pub(crate) fn all(tx: &Tx) -> Result<Vec<(RecordId, User)>, Problem> {
    let users = tx
        .users()?
        .into_iter()
        .filter_map(|stored| match stored.record {
            Record::User(user) => Some((stored.id, user)),
            _ => None,
        });
    Ok(users.collect())
}

fn find(tx: &Tx, name: &str) -> Result<(RecordId, User), Problem> {
    all(tx)?
        .into_iter()
        .find(|(_, user)| user.name == name)
        .ok_or_else(|| Problem::new(Code::OfficeUserUnknown).with("user", name))
}

fn administers(user: &User) -> bool {
    !user.disabled && user.roles.contains(&Role::Administrator)
}

impl Office {
    /// The names of users who may act, sorted.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn user_names(&self) -> Result<Vec<String>, Problem> {
        self.register.read(|tx| {
            let users = all(tx)?.into_iter().filter(|(_, user)| !user.disabled);
            let mut names: Vec<String> = users.map(|(_, user)| user.name).collect();
            names.sort();
            Ok(names)
        })
    }

    /// All users, by name.
    ///
    /// # Errors
    /// What the register cannot read.
    pub fn users(&self, _seat: &Seat<Verifying>) -> Result<Vec<User>, Problem> {
        self.register.read(|tx| {
            let mut users: Vec<User> = all(tx)?.into_iter().map(|(_, user)| user).collect();
            users.sort_by(|a, b| a.name.cmp(&b.name));
            Ok(users)
        })
    }

    /// Adds a user.
    ///
    /// # Errors
    /// `office.user-exists`, `office.user-name` for a name that is empty or holds blanks.
    pub fn add_user(
        &self,
        seat: &Seat<Administering>,
        name: &str,
        display: Option<String>,
        roles: &[Role],
    ) -> Result<RecordId, Problem> {
        check_name(name)?;
        self.register.write(&self.author(seat), |tx| {
            if all(tx)?.iter().any(|(_, user)| user.name == name) {
                return Err(Problem::new(Code::OfficeUserExists).with("user", name));
            }
            tx.add(&Record::User(User {
                name: name.into(),
                display,
                roles: sorted(roles),
                disabled: false,
            }))
        })
    }

    /// Sets a user's roles; in force at the user's next act.
    ///
    /// # Errors
    /// `office.user-unknown`, `office.last-administrator`.
    pub fn set_roles(
        &self,
        seat: &Seat<Administering>,
        name: &str,
        roles: &[Role],
    ) -> Result<(), Problem> {
        self.change_user(seat, name, |user| user.roles = sorted(roles))
    }

    /// Ends a user's access. The user's name stays in the log and cannot be given anew.
    ///
    /// # Errors
    /// `office.user-unknown`, `office.last-administrator`.
    pub fn disable_user(&self, seat: &Seat<Administering>, name: &str) -> Result<(), Problem> {
        self.change_user(seat, name, |user| user.disabled = true)
    }

    fn change_user(
        &self,
        seat: &Seat<Administering>,
        name: &str,
        change: impl FnOnce(&mut User),
    ) -> Result<(), Problem> {
        self.register.write(&self.author(seat), |tx| {
            let (id, mut user) = find(tx, name)?;
            let others_administer = all(tx)?
                .iter()
                .any(|(other, user)| *other != id && administers(user));
            let administered = administers(&user);
            change(&mut user);
            if administered && !administers(&user) && !others_administer {
                return Err(Problem::new(Code::OfficeLastAdministrator).with("user", name));
            }
            tx.save(&id, &Record::User(user))?;
            Ok(())
        })
    }
}

pub(crate) fn check_name(name: &str) -> Result<(), Problem> {
    let good = !name.is_empty()
        && name.chars().count() <= 64
        && !name
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control());
    if good {
        Ok(())
    } else {
        Err(Problem::new(Code::OfficeUserName).with("user", name))
    }
}

fn sorted(roles: &[Role]) -> Vec<Role> {
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    roles
}
