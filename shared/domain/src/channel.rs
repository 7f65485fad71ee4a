use crate::coded::coded_enum;

coded_enum! {
    /// The doors of a prefecture. Closed: adding a door means answering every `match` on it.
    pub enum ChannelKind {
        /// Post: simple, registered, drop box (courrier).
        Post = 1, "post";
        /// E-mail (courriel).
        Email = 2, "email";
        /// Telephone (téléphone).
        Phone = 3, "phone";
        /// Counter of a prefecture (guichet).
        Counter = 4, "counter";
        /// Counter of a support structure (structure d'accompagnement).
        Structure = 5, "structure";
        /// File imported from the online service (ANEF).
        Online = 6, "online";
    }
}
