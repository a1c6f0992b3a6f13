//! Mail: from what happened to letters, once each, and out through a server.

mod letters;
mod moderation;
mod outbox;
mod smtp;
mod smtp_server;
mod smtp_tls;
