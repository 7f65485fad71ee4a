use domain::{CaseId, Nature, Role};

/// What the neck decides about an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Open,
    Attach(CaseId),
    Leave(Role),
}

/// A request opens a case; a proved link attaches; what is certainly no request waits for a person. In doubt it is a
/// request: the person keeps the date.
pub(super) const fn decide(nature: Nature, case: Option<CaseId>) -> Decision {
    match (nature, case) {
        (Nature::Request | Nature::Reply, None) => Decision::Open,
        (Nature::Request | Nature::Reply, Some(case)) => Decision::Attach(case),
        (Nature::Returned | Nature::Automatic | Nature::Misdirected, _) => Decision::Leave(Role::Mailroom),
        (Nature::Contact, _) => Decision::Leave(Role::PhoneAgent),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn in_doubt_an_arrival_is_a_request() {
        let case = CaseId::new(DateTime::UNIX_EPOCH);
        assert_eq!(decide(Nature::Request, None), Decision::Open);
        assert_eq!(
            decide(Nature::Reply, None),
            Decision::Open,
            "a reply to an unknown case keeps its date as a request"
        );
        assert_eq!(decide(Nature::Reply, Some(case)), Decision::Attach(case));
        for nature in [Nature::Returned, Nature::Automatic, Nature::Misdirected, Nature::Contact] {
            assert!(matches!(decide(nature, Some(case)), Decision::Leave(_)), "never answered as a request");
        }
    }
}
