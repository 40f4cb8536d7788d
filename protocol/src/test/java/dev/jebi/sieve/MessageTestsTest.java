package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.holds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

/// Tests that look into the message: RFC 5173 body, RFC 5260 date and index, RFC 5703 mime.
class MessageTestsTest {
    private static final String PARTS =
            """
            From: ada@example.org
            Subject: parts
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=out

            before the parts
            --out
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            R3LDvMOfZSBhdXMgQmVybGlu
            --out
            Content-Type: text/html

            <p>click <b>here</b></p>
            --out
            Content-Type: message/rfc822

            Subject: inner one
            From: eve@example.org

            inner text
            --out
            Content-Type: application/pdf; name="invoice.pdf"
            Content-Disposition: attachment; filename=Rechnung.pdf
            Content-Transfer-Encoding: base64

            JVBERi0xLjQ=
            --out--
            behind the parts
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body :contains \"Grüße aus\"",
                "body :text :contains \"click here\"",
                "not body :text :contains \"<b>\"",
                "body :content \"text\" :contains \"<b>here\"",
                "body :raw :contains \"R3LDvMOfZ\"",
                "not body :raw :contains \"Grüße\"",
                "body :content \"multipart\" :contains \"before the parts\"",
                "body :content \"multipart/mixed\" :contains \"behind the parts\"",
                "not body :content \"multipart\" :contains \"--out\"",
                "body :content \"message/rfc822\" :contains \"inner one\"",
                "not body :content \"message/rfc822\" :contains \"inner text\"",
                "body :content \"\" :contains \"%PDF\"",
                "not body :content \"text/\" :contains \"\"",
                "header :mime :anychild :contenttype \"content-type\" \"application/pdf\"",
                "header :mime :anychild :param \"filename\" \"content-disposition\""
                        + " \"rechnung.pdf\"",
                "header :mime :subtype \"content-type\" \"mixed\"",
                "exists :mime :anychild \"content-disposition\"",
                "not exists :mime \"content-disposition\"",
                "address :mime :anychild :localpart \"from\" \"eve\""
            })
    void partsOfAMessage(String test) {
        assertThat(holds("\"body\", \"mime\"", test, PARTS)).isTrue();
    }

    @Test
    void aMessageWithoutBodyMatchesNothing() {
        assertThat(holds("\"body\"", "body :raw :contains \"\"", "From: a@b.c\n")).isFalse();
        assertThat(holds("\"body\"", "body :raw :contains \"\"", "From: a@b.c\n\n")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date :originalzone \"date\" \"date\" \"2026-02-03\"",
                "date :originalzone \"date\" \"hour\" \"09\"",
                "date :zone \"+0000\" \"date\" \"time\" \"00:08:07\"",
                "date :zone \"-0100\" \"date\" \"date\" \"2026-02-02\"",
                "date \"date\" \"weekday\" \"2\"",
                "date :originalzone \"date\" \"zone\" \"+0900\"",
                "date :originalzone \"date\" \"iso8601\" \"2026-02-03T09:08:07+09:00\"",
                "date \"date\" \"julian\" \"61074\"",
                "currentdate :value \"ge\" \"date\" \"2026-03-04\"",
                "currentdate :zone \"+0100\" \"hour\" \"06\"",
                "currentdate \"std11\" \"Wed, 04 Mar 2026 05:06:07 +0000\"",
                "not date \"subject\" \"year\" \"2026\"",
                "header :index 2 \"x-two\" \"second\"",
                "header :index 1 :last \"x-two\" \"second\"",
                "not header :index 3 :matches \"x-two\" \"*\"",
                "not header :index 1 \"x-two\" \"second\""
            })
    void datesAndIndexes(String test) {
        assertThat(holds("\"date\", \"index\", \"relational\"", test)).isTrue();
    }

    @Test
    void timeStandsStillWhileAScriptRuns() {
        var clock =
                new SieveEnvironment() {
                    private Instant time = Instant.parse("2026-03-04T05:06:07Z");

                    @Override
                    public Instant now() {
                        time = time.plusSeconds(1);
                        return time;
                    }
                };
        SieveOutcome outcome =
                Scripts.run(
                        """
                        require ["date", "variables"];
                        if currentdate :matches "second" "*" { set "s" "${1}"; }
                        if currentdate "second" "${s}" { discard; }
                        """,
                        PARTS, clock);
        assertThat(outcome.actions()).containsExactly(new SieveAction.Discard());
    }

    @Test
    void loopsWalkOverParts() {
        SieveOutcome outcome =
                Scripts.run(
                        """
                        require ["foreverypart", "mime", "extracttext", "variables", "fileinto"];
                        foreverypart {
                          if header :mime :type "content-type" "text" {
                            extracttext :first 5 "word";
                            break;
                          }
                        }
                        fileinto "${word}";
                        """,
                        PARTS);
        assertThat(outcome.actions()).first().asString().contains("mailbox=Grüße");
    }

    @Test
    void aNamedLoopIsLeftFromWithinAnother() {
        SieveOutcome outcome =
                Scripts.run(
                        """
                        require ["foreverypart", "mime", "fileinto", "variables"];
                        set "n" "";
                        foreverypart :name "outer" {
                          foreverypart { set "n" "${n}x"; break :name "outer"; }
                        }
                        fileinto "n${n}";
                        """,
                        PARTS);
        assertThat(outcome.actions()).first().asString().contains("mailbox=nx");
    }
}
