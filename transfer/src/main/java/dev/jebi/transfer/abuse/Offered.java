package dev.jebi.transfer.abuse;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.transfer.verification.Arrival;

import java.util.List;

/// A message that a stranger brings.
///
/// @param arrival as it came
/// @param recipients that were taken
/// @param content as those who looked at it before have left it
/// @param tls the TLS version and cipher; empty without
public record Offered(Arrival arrival, List<Address> recipients, Content content, String tls) {
    /// Copies the recipients.
    public Offered {
        recipients = List.copyOf(recipients);
    }

    /// The same message with other content.
    Offered with(Content other) {
        return new Offered(arrival, recipients, other, tls);
    }

    Caller caller() {
        return new Caller(arrival.client(), arrival.helo(), arrival.from());
    }
}
