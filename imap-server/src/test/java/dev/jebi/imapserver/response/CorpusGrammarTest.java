package dev.jebi.imapserver.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.testkit.Corpus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// ENVELOPE, BODY and BODYSTRUCTURE of every message of the corpus are in the grammar.
final class CorpusGrammarTest {
    @Test
    @Tag("long")
    void whatIsToldOfRealMailIsInTheGrammar() throws IOException {
        Corpus corpus = Corpus.orSkip();
        int checked = 0;
        for (Corpus.Row row : corpus.messages()) {
            var content = Content.of(corpus.wire(row));
            var head = MessageParser.parse(content, MimeLimits.STANDARD);
            try {
                String envelope = wire(new FetchValue.EnvelopeIs(head.envelope()));
                GrammarChecker.envelope(
                        GrammarChecker.read(envelope, "* 1 FETCH (ENVELOPE ".length()));
                assertThat(ImapEncoderTest.ready(head))
                        .isEqualTo(
                                wire(
                                        new FetchValue.EnvelopeIs(head.envelope()),
                                        new FetchValue.Structure(head.structure(), true)));
                String body = wire(new FetchValue.Structure(head.structure(), false));
                GrammarChecker.body(GrammarChecker.read(body, "* 1 FETCH (BODY ".length()), false);
                String structure = wire(new FetchValue.Structure(head.structure(), true));
                GrammarChecker.body(
                        GrammarChecker.read(structure, "* 1 FETCH (BODYSTRUCTURE ".length()), true);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(row.path() + ": " + e.getMessage(), e);
            }
            checked++;
        }
        assertThat(checked).isPositive();
    }

    private static String wire(FetchValue... values) throws IOException {
        return ImapEncoderTest.encode(new ImapResponse.Fetched(1, List.of(values)));
    }
}
