package dev.jebi.transfer.filing;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mime.MessageHead;

import java.util.function.BooleanSupplier;

/// A message for one account, as its rules see it.
///
/// @param id names the message in logs and the trace
/// @param recipient whom the client named
/// @param junk whether it was found to be junk
/// @param loops whether the account has sent this message on before, or must not at all
/// @param peer the address of the host that it came from
public record Delivered(
        String id,
        Content content,
        MessageHead head,
        ReversePath from,
        Account account,
        Address recipient,
        boolean junk,
        BooleanSupplier loops,
        String peer) {}
