package dev.jebi.useragent.online;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.search.SearchException;
import jakarta.mail.search.SearchTerm;

import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.SearchSequence;

import java.io.IOException;
import java.util.ArrayList;

/// SEARCH with its texts in UTF-8. The library's own search sends the low octet of each character
/// when the server has UTF8=ACCEPT, and then finds nothing.
final class ServerSearch {
    private ServerSearch() {}

    static Message[] of(IMAPFolder folder, SearchTerm term) throws MessagingException {
        if (SearchSequence.isAscii(term)) {
            return folder.search(term);
        }
        var numbers = new ArrayList<Integer>();
        folder.doCommand(protocol -> {
            try {
                var keys = new SearchSequence(protocol).generateSequence(term, "UTF-8");
                var responses =
                        protocol.command(
                                // RFC 9755 §3: with UTF8=ACCEPT no charset may be named
                                protocol.supportsUtf8() ? "SEARCH" : "SEARCH CHARSET UTF-8", keys);
                for (var response : responses) {
                    if (response instanceof IMAPResponse one && one.keyEquals("SEARCH")) {
                        for (int n = one.readNumber(); n > 0; n = one.readNumber()) {
                            numbers.add(n);
                        }
                    }
                }
                protocol.notifyResponseHandlers(responses);
                protocol.handleResult(responses[responses.length - 1]);
                return numbers;
            } catch (SearchException | IOException e) {
                throw new ProtocolException(e.getMessage(), e);
            }
        });
        return folder.getMessages(numbers.stream().mapToInt(n -> n).toArray());
    }
}
