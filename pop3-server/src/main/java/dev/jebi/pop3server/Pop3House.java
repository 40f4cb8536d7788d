package dev.jebi.pop3server;

import dev.jebi.mailstore.MailStore;

import java.time.InstantSource;

/// What all sessions of a face share.
///
/// @param policies how POP3 treats each account
/// @param delays who may not sign in again yet
record Pop3House(
        Pop3Settings settings,
        MailStore store,
        Pop3Policies policies,
        LoginDelays delays,
        InstantSource clock) {}
