"""Ways other than mail to send a message of the outbox, each a sender as `programs.domain.ways` wants it."""
