use crate::{
    Parameter,
    documents::{
        DocumentKind, FilingWay, MentionKey, WorkRight, WorkStage,
        draft::{Draft, Ground},
    },
};

/// What everybody gets on the day of the deposit: the online attestation (CESEDA R. 431-15-1, al. 1; RL-63) or the receipt with the
/// acknowledgement (CRPA R. 112-5). It proves the deposit, not the regular stay. Whether it carries a right to work is a switch of the
/// catalogue, off in the present law.
pub(in crate::documents) fn receipt(ground: &Ground<'_>) -> Draft {
    let case = ground.case;
    let (kind, rule, stage) = match case.way {
        FilingWay::Online => (DocumentKind::OnlineDeposit, "RL-63", WorkStage::FirstExtension),
        FilingWay::Offline => (DocumentKind::FilingReceipt, "RL-04", WorkStage::FirstRecepisse),
    };
    let work =
        if ground.switch(Parameter::DepositWork) { ground.work(stage) } else { WorkRight::no("CESEDA, art. L. 431-3") };
    Draft::new(kind, rule, case.today, None, work)
        .printing(&[MentionKey::DepositOnly])
        .figure(ground, Parameter::DepositWork)
        .because("La demande est déposée : la preuve en est donnée le jour même, quel que soit l'état du dossier.")
}
