package dev.jebi.transfer.addresses;

import dev.jebi.address.ReversePath;
import dev.jebi.mailstore.Account;

import java.util.Optional;

/// Who sends a message, as far as is known.
///
/// @param from what MAIL said; nobody has proved it where there is no account
/// @param account who has signed in
/// @param trusted whether it comes from a network of ours
public record Poster(ReversePath from, Optional<Account> account, boolean trusted) {}
