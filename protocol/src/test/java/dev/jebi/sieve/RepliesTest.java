package dev.jebi.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.HeaderText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;

/// Messages that scripts make: RFC 5230 §4.5 to §5.8, RFC 3834, RFC 5436.
class RepliesTest {
    private static final SieveOwner OWNER =
            new SieveOwner(
                    Address.parse("me@jebi.test"),
                    OffsetDateTime.parse("2026-03-04T05:06:07Z"),
                    "made@jebi.test");

    private static final String PLAIN =
            """
            From: "Ada, L." <ada@example.org>
            To: me@jebi.test
            Subject: =?UTF-8?Q?Caf=C3=A9?=
            Message-ID: <two@example.org>
            References: <zero@example.org> <one@example.org>

            Hello
            """;

    private static SieveMessage message(String text, String from) {
        var content = Content.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return new SieveMessage(content, new SieveEnvelope(from, "me@jebi.test"));
    }

    private static VacationReply reply(String arguments, SieveMessage message) throws IOException {
        SieveOutcome outcome =
                Scripts.script("require \"vacation\"; vacation " + arguments + ";")
                        .run(message, new Scripts.World());
        var vacation = (SieveAction.Vacation) outcome.actions().getFirst();
        return VacationReply.of(vacation, message, List.of("alias@jebi.test"), OWNER);
    }

    @Test
    void aPersonIsAnswered() throws IOException {
        var reply = reply("\"Bin weg: Grüße\"", message(PLAIN, "ada@example.org"));
        SieveMail mail = ((VacationReply.Reply) reply).mail();
        assertThat(mail.from().isNull()).isTrue();
        assertThat(mail.to()).containsExactly(Address.parse("ada@example.org"));
        HeaderSection header = HeaderSection.of(mail.content().octets());
        assertThat(header.first("to")).hasValue("\"Ada, L.\" <ada@example.org>");
        assertThat(header.first("from")).hasValue("me@jebi.test");
        assertThat(header.first("subject").map(HeaderText::decode)).hasValue("Auto: Café");
        assertThat(header.first("in-reply-to")).hasValue("<two@example.org>");
        assertThat(header.first("references"))
                .hasValue("<zero@example.org> <one@example.org> <two@example.org>");
        assertThat(header.first("auto-submitted")).hasValue("auto-replied (vacation)");
        assertThat(new String(mail.content().octets(), StandardCharsets.UTF_8))
                .contains("Gr=C3=BC=C3=9Fe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List-Id: <x.example.org>",
                "Auto-Submitted: auto-generated",
                "Precedence: bulk",
                "X-Auto-Response-Suppress: OOF, DR"
            })
    void programsAndListsAreNot(String field) throws IOException {
        assertThat(reply("\"x\"", message(field + "\n" + PLAIN, "ada@example.org")))
                .isInstanceOf(VacationReply.Silent.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MAILER-DAEMON@example.org",
                "owner-list@example.org",
                "list-request@example.org",
                "no-reply@example.org",
                "me@jebi.test",
                "Alias@jebi.test"
            })
    void someSendersAreNot(String sender) throws IOException {
        assertThat(reply("\"x\"", message(PLAIN, sender))).isInstanceOf(VacationReply.Silent.class);
    }

    @Test
    void theOwnerMustBeNamedInTheMessage() throws IOException {
        String other = PLAIN.replace("To: me@jebi.test", "To: team@jebi.test");
        assertThat(reply("\"x\"", message(other, "ada@example.org")))
                .isInstanceOf(VacationReply.Silent.class);
        var reply = reply(":addresses \"Team@jebi.test\" \"x\"", message(other, "ada@example.org"));
        HeaderSection header =
                HeaderSection.of(((VacationReply.Reply) reply).mail().content().octets());
        assertThat(header.first("from")).hasValue("team@jebi.test");
    }

    @Test
    void aMimeReasonKeepsItsFields() throws IOException {
        var reply =
                reply(
                        """
                        :mime "Content-Type: text/html

                        <b>away</b>"
                        """
                                .strip(),
                        message(PLAIN, "ada@example.org"));
        String text =
                new String(
                        ((VacationReply.Reply) reply).mail().content().octets(),
                        StandardCharsets.UTF_8);
        assertThat(text).contains("Content-Type: text/html\r\n\r\n<b>away</b>");
    }

    @Test
    void notificationsGoOutOnceAndNotForPrograms() throws IOException {
        SieveMessage message = message(PLAIN, "ada@example.org");
        SieveOutcome outcome =
                Scripts.script(
                                """
                                require "enotify";
                                notify :importance "1" :message "New: mail"
                                  "mailto:a@example.org?cc=b@example.org&x-url=1&from=eve@example.org";
                                """)
                        .run(message, new Scripts.World());
        var notify = (SieveAction.Notify) outcome.actions().getFirst();
        SieveMail mail = Notification.of(notify, message, OWNER).orElseThrow();
        HeaderSection header = HeaderSection.of(mail.content().octets());
        assertThat(mail.to()).hasSize(2);
        assertThat(header.first("subject")).hasValue("New: mail");
        assertThat(header.all("from")).containsExactly("me@jebi.test");
        assertThat(header.first("x-url")).hasValue("1");
        assertThat(header.first("auto-submitted"))
                .hasValue("auto-notified; owner-email=\"me@jebi.test\"");
        SieveMessage automatic = message("Auto-Submitted: auto-replied\n" + PLAIN, "ada@b.c");
        assertThat(Notification.of(notify, automatic, OWNER)).isEmpty();
    }
}
