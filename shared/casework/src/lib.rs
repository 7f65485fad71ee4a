//! What happens to a case: one file = one operation = one transaction.
//!
//! [`receive()`] is the neck through which every arrival passes, whatever its door. Each operation loads, decides (in
//! `domain` or `law`, pure), stores, enqueues and records, and commits once. The file of an operation reads as its
//! table of contents.

mod add_files;
mod add_phone_number;
mod approve_letters;
mod callback_duty;
mod cancel_print_run;
mod catch_up_call;
mod complement;
mod context;
mod delivery;
mod destroy_papers;
mod end_call;
mod end_exception;
mod end_without_case;
mod flag_contact;
mod follow_call;
mod hand_over_letters;
mod hand_to_post;
mod hold_letter;
mod intake;
mod jobs;
mod letter_came_back;
mod letter_facts;
mod letter_failed;
mod log_original;
mod mailbox;
mod media_type;
mod move_paper;
mod number_letter;
mod open_case;
mod plan_callback;
mod prepare_letter;
mod print_letters;
mod receive;
mod receive_batch;
mod receive_call;
mod receive_deposit;
mod receive_messages;
mod record_advice;
mod record_attempt;
mod record_parts;
mod record_reading;
mod record_voicemail;
mod register;
mod register_person;
mod release_letter;
mod report_blockage;
mod report_danger;
mod request_pieces;
mod resend_letter;
mod seal_day;
mod send_email;
mod undo;
mod watch_lease;

pub use add_files::{AddError, add_files};
pub use add_phone_number::add_phone_number;
pub use approve_letters::{ApproveError, Approved, approve_letters, unapprove_letters};
pub use cancel_print_run::{CancelRunError, cancel_print_run};
pub use catch_up_call::{CatchUpReasons, NOTED_CALL, OperatorCall, catch_up_calls, catch_up_since};
pub use context::{Casework, Site, SiteError};
pub use delivery::{Delivery, MessageFacts, ReceivedPart};
pub use destroy_papers::{DestroyError, PaperStays, check_batch, destroy_papers, what_keeps};
pub use end_call::{CallEnding, EndCallError, end_call, take_call};
pub use end_exception::{EndExceptionError, end_exception, raise_exception};
pub use end_without_case::{EndError, end_without_case};
pub use flag_contact::{FlagError, flag_contact};
pub use follow_call::{agent_answered, choose_menu, give_reference, hang_up};
pub use hand_over_letters::{HandOverError, hand_over_letters};
pub use hand_to_post::{HandError, hand_to_post};
pub use intake::{Intake, IntakeClosed, Kept};
pub use jobs::{
    CATCH_UP_CALLS, DELETE_RECORDING, FETCH_RECORDING, FetchRecording, PREPARE_LETTER, PrepareLetter, READ_BATCH,
    ReadBatch, SEND_EMAIL, SendEmail,
};
pub use letter_came_back::{LetterBack, ReturnError, ReturnNoted, how_it_counts, letter_came_back};
pub use letter_facts::{
    ComplementFacts, EvidenceFact, Facts, HeadFacts, LetterFacts, PieceFact, ReceiptFacts, RuleFact, SilenceFact,
};
pub use letter_failed::letter_failed;
pub use log_original::{OriginalError, log_original, witness_original};
pub use mailbox::{
    AsideMessage, lease_mailbox, mailbox_cursor, message_no_longer_aside, release_mailbox, save_mailbox_cursor,
    say_mailbox_trouble, set_message_aside,
};
pub use move_paper::{MoveError, PlaceError, make_place, move_paper};
pub use number_letter::{NumberError, number_letter};
pub use open_case::{OpenError, open_case};
pub use plan_callback::{PlanError, plan_callback};
pub use prepare_letter::{Preparation, PrepareError, letter_to_prepare, record_prepared};
pub use print_letters::{PrintError, print_letters};
pub use receive::{Arrival, ReceiveError, receive, receive_all};
pub use receive_batch::{BatchArrival, BatchReceived, receive_batch};
pub use receive_call::{IncomingCall, note_call, receive_call};
pub use receive_deposit::{DepositArrival, DepositedFile, deposit_arrival, deposit_key, receive_deposit};
pub use receive_messages::{BounceFacts, MessageArrival, receive_messages};
pub use record_advice::{Advice, AdviceError, AdviceNoted, record_advice};
pub use record_attempt::{AttemptError, callback_written, record_attempt};
pub use record_parts::{PartsReading, record_parts};
pub use record_reading::{ReadEnvelope, ReadingResult, RecordError, Trouble, record_reading};
pub use record_voicemail::{
    KeepRecordingError, Recording, keep_recording, record_voicemail, recording_deleted, recording_lost,
};
pub use register::{RegisterError, Registered, Registration, Target, register};
pub use register_person::{NewPerson, PersonChoice};
pub use release_letter::{ReleaseError, release_letter};
pub use report_blockage::{BlockageError, answer_blockage, report_blockage};
pub use report_danger::report_danger;
pub use request_pieces::{PiecesRequest, RequestPiecesError, request_pieces};
pub use resend_letter::{ResendError, resend_letter};
pub use seal_day::{SEAL_DAY, SealError, seal_day};
pub use send_email::{Email, EmailError, Sending, email_to_send, record_email};
pub use undo::{UndoError, undo};
pub use watch_lease::WatchLease;
