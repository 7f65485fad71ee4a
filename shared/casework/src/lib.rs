//! What happens to a case: one file = one operation = one transaction.
//!
//! [`receive()`] is the neck through which every arrival passes, whatever its door. Each operation loads, decides (in
//! `domain` or `law`, pure), stores, enqueues and records, and commits once. The file of an operation reads as its
//! table of contents.

mod add_files;
mod add_phone_number;
mod approve_letters;
mod ask_rescan;
mod callback_duty;
mod cancel_print_run;
mod catch_up_call;
mod collate_sheets;
mod compare_pages;
mod complement;
mod context;
mod corrected_letter;
mod count_pages;
mod cut_envelope;
mod decide_band;
mod decide_changes;
mod decide_date;
mod decide_row;
mod declare_urgency;
mod delivery;
mod destroy_papers;
mod document_duties;
mod document_letter;
mod document_standing;
mod empty_drop_box;
mod end_call;
mod end_exception;
mod end_without_case;
mod flag_contact;
mod follow_call;
mod forward_unopened;
mod give_document;
mod hand_over_letters;
mod hand_to_post;
mod hold_letter;
mod identify_person;
mod intake;
mod issue_document;
mod jobs;
mod join_envelopes;
mod join_rest;
mod keep_case_here;
mod keep_letter;
mod letter_came_back;
mod letter_facts;
mod letter_failed;
mod live_catalogue;
mod log_original;
mod mailbox;
mod mark_double;
mod media_type;
mod move_paper;
mod note_online_request;
mod number_letter;
mod on_its_way;
mod open_case;
mod open_envelopes;
mod place_rescan;
mod plan_callback;
mod prepare_document;
mod prepare_letter;
mod print_letters;
mod propose_again;
mod propose_date;
mod propose_row;
mod read_in_language;
mod receive;
mod receive_batch;
mod receive_call;
mod receive_deposit;
mod receive_messages;
mod recompute;
mod recompute_cases;
mod record_advice;
mod record_attempt;
mod record_channel_basis;
mod record_document_facts;
mod record_parts;
mod record_reading;
mod record_voicemail;
mod register;
mod register_person;
mod release_file;
mod release_letter;
mod replace_document;
mod report_blockage;
mod report_danger;
mod request_pieces;
mod resend_letter;
mod rests_on;
mod seal_day;
mod seal_envelope;
mod second_reading;
mod send_email;
mod settle_check;
mod settle_resemblance;
mod share_envelopes;
mod sign_row;
mod take_back_hand_over;
mod take_handed_over;
mod tell_date;
mod transfer_case;
mod undo;
mod watch_documents;
mod watch_lease;
mod withdraw_document;
mod withdraw_letters;

pub use add_files::{AddError, add_files};
pub use add_phone_number::add_phone_number;
pub use approve_letters::{ApproveError, Approved, approve_letters, unapprove_letters};
pub use ask_rescan::{AskRescanError, RescanWanted, ask_rescan, withdraw_rescan};
pub use cancel_print_run::{CancelRunError, cancel_print_run};
pub use catch_up_call::{CatchUpReasons, NOTED_CALL, OperatorCall, catch_up_calls, catch_up_since};
pub use collate_sheets::{CollateError, collate_sheets, part_sheets};
pub use compare_pages::{ComparePagesError, compare_pages};
pub use context::{Casework, Site, SiteError};
pub use cut_envelope::{CutError, CutOff, cut_envelope, dismiss_missed_sheet};
pub use decide_band::{BandError, decide_band, take_back_band};
pub use decide_changes::{DecideError, Decided, decide_changes};
pub use decide_date::{DateDecided, DecideDateError, decide_date, withdraw_date_proposal};
pub use decide_row::{DecideRowError, decide_row};
pub use declare_urgency::{Declaration, DeclareError, declare_urgency, prove_urgency, withdraw_urgency};
pub use delivery::{Delivery, MessageFacts, ReceivedPart};
pub use destroy_papers::{DestroyError, PaperStays, check_batch, destroy_papers, what_keeps, withdraw_batch_check};
pub use document_letter::document_number;
pub use document_standing::{CaseSide, DocumentStanding, NotConcerned, document_standing};
pub use empty_drop_box::{EmptiedBox, empty_drop_box, found_in_drop_box};
pub use end_call::{CallEnding, EndCallError, end_call, take_call};
pub use end_exception::{EndExceptionError, end_exception, raise_exception};
pub use end_without_case::{EndError, end_without_case};
pub use flag_contact::{FlagError, flag_contact};
pub use follow_call::{agent_answered, choose_menu, give_reference, hang_up};
pub use forward_unopened::{ForwardError, SentOn, forward_unopened};
pub use give_document::{GiveError, give_document};
pub use hand_over_letters::{HandOverError, hand_over_letters};
pub use hand_to_post::{HandError, hand_to_post};
pub use identify_person::{IdentifyError, identify_person};
pub use intake::{Intake, IntakeClosed, Kept};
pub use issue_document::{IssueError, Signature, issue_document};
pub use jobs::{
    CATCH_UP_CALLS, COMPARE_PAGES, ComparePages, DELETE_RECORDING, FETCH_RECORDING, FetchRecording, PREPARE_LETTER,
    PROPOSE_AGAIN, PrepareLetter, ProposeAgain, READ_BATCH, READ_IN_LANGUAGE, RECOMPUTE_CASES, ReadBatch,
    ReadInLanguage, SEND_EMAIL, SendEmail, WATCH_DOCUMENTS,
};
pub use join_envelopes::{JoinError, join_envelopes};
pub use join_rest::{RestError, RestJoined, continue_batch, part_batch};
pub use keep_case_here::{KeepHereError, keep_case_here};
pub use letter_came_back::{LetterBack, ReturnError, ReturnNoted, how_it_counts, letter_came_back};
pub use letter_facts::{
    ComplementFacts, EvidenceFact, Facts, HeadFacts, KeptHereFact, LetterFacts, PieceFact, PiecesFacts,
    ProvisionalFacts, ReceiptFacts, RuleFact, SilenceFact, TransferFacts,
};
pub use letter_failed::letter_failed;
pub use live_catalogue::{Edition, LeftOut, LiveCatalogue};
pub use log_original::{OriginalError, confirm_withdrawal, log_original, withdraw_original, witness_original};
pub use mailbox::{
    AsideMessage, lease_mailbox, mailbox_cursor, message_no_longer_aside, release_mailbox, save_mailbox_cursor,
    say_mailbox_trouble, set_message_aside,
};
pub use mark_double::{MarkDoubleError, TwoPages, settle_double};
pub use move_paper::{MoveError, PlaceError, make_place, move_paper};
pub use note_online_request::{ONLINE_REQUEST, OnlineRequestError, note_online_request, withdraw_online_request};
pub use number_letter::{NumberError, number_letter};
pub use open_case::{OpenError, open_case};
pub use open_envelopes::{OpenedNow, OpenedTogether, Opening, OpeningError, open_envelopes, take_back_opening};
pub use place_rescan::{PlaceRescanError, ReadAgain, place_rescan, take_back_rescan};
pub use plan_callback::{PlanError, plan_callback};
pub use prepare_document::{PrepareDocumentError, prepare_document};
pub use prepare_letter::{Preparation, PrepareError, letter_to_prepare, record_prepared, unsigned_under};
pub use print_letters::{PrintError, print_letters};
pub use propose_again::propose_again;
pub use propose_date::{DateProposal, ProposeDateError, dates_read, propose_date};
pub use propose_row::{ChangeError, RowProposal, preview_row, propose_row};
pub use read_in_language::{LanguageError, RecordLanguageError, read_in_language, record_language};
pub use receive::{Arrival, ReceiveError, receive, receive_all};
pub use receive_batch::{BatchArrival, BatchReceived, receive_batch};
pub use receive_call::{IncomingCall, note_call, receive_call};
pub use receive_deposit::{DepositArrival, DepositedFile, deposit_arrival, deposit_key, receive_deposit};
pub use receive_messages::{BounceFacts, MessageArrival, receive_messages};
pub use recompute_cases::{
    AskError, Batch, RecomputeError, ask_recomputation, due_recomputation, recompute_batch, recompute_everything,
};
pub use record_advice::{Advice, AdviceError, AdviceNoted, record_advice};
pub use record_attempt::{AttemptError, callback_written, record_attempt};
pub use record_channel_basis::{ChannelBasisError, record_channel_basis};
pub use record_document_facts::{FactsError, record_document_facts};
pub use record_parts::{PartsReading, record_parts};
pub use record_reading::{
    ARRIVAL_LABEL, BacksOf, Missed, ReadEnvelope, ReadingResult, RecordError, ScanWords, Trouble, record_reading,
};
pub use record_voicemail::{
    KeepRecordingError, Recording, keep_recording, record_voicemail, recording_deleted, recording_lost,
};
pub use register::{RegisterError, Registered, Registration, Target, dated_by_post, register};
pub use register_person::{NewPerson, PersonChoice};
pub use release_file::{ReleaseFileError, quarantine_again, release_file};
pub use release_letter::{ReleaseError, release_letter};
pub use replace_document::replace_document;
pub use report_blockage::{BlockageError, answer_blockage, report_blockage};
pub use report_danger::report_danger;
pub use request_pieces::{PiecesRequest, RequestPiecesError, request_pieces};
pub use resend_letter::{ResendError, resend_letter};
pub use rests_on::{RestsOn, unsigned};
pub use seal_day::{SEAL_DAY, SealError, seal_day};
pub use seal_envelope::{SealEnvelopeError, seal_envelope, unseal_envelope};
pub use second_reading::{SecondReading, SecondReadingError, record_second_reading};
pub use send_email::{Email, EmailError, Sending, email_to_send, record_email};
pub use settle_check::{SettleCheckError, Settlement, dates as check_dates, settle_check};
pub use settle_resemblance::{SettleResemblanceError, SettledResemblance, settle_resemblance};
pub use share_envelopes::{Envelopes, SharesWith, own_envelope};
pub use sign_row::{SignError, row_digest, sign_row};
pub use take_back_hand_over::{HandOverStands, TakenBack, take_back_hand_over};
pub use take_handed_over::{HandedOver, handed_over_on, take_handed_over};
pub use tell_date::Retold;
pub use transfer_case::{Transfer, TransferError, TransferStarted, papers_transferred, transfer_case};
pub use undo::{UndoError, undo};
pub use watch_documents::{WatchError, Watched, watch_documents, watch_documents_job};
pub use watch_lease::WatchLease;
pub use withdraw_document::{WithdrawError, withdraw_document};
