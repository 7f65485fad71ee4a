-- Addresses that a message of ours came back from, and receipts that are about to leave.

-- How often messages came back, and since when nobody has checked that the address works again.
ALTER TABLE contact_point
    ADD COLUMN bounces        integer NOT NULL DEFAULT 0,
    ADD COLUMN doubtful_since timestamptz;

ALTER TABLE letter
    -- The same for an address that belongs to nobody we know: it is written on the letter only.
    ADD COLUMN doubtful_since timestamptz,
    -- A place among the receipts that an address may get within a day: taken before the sending, kept by a receipt that left.
    ADD COLUMN sending_since  timestamptz;

CREATE INDEX letter_email_recipient ON letter ((lower(email_address)), state) WHERE email_address IS NOT NULL;
