package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;
import dev.jebi.mailstore.SearchQuery.AddressField;
import dev.jebi.mailstore.SearchQuery.All;
import dev.jebi.mailstore.SearchQuery.And;
import dev.jebi.mailstore.SearchQuery.Body;
import dev.jebi.mailstore.SearchQuery.ChangedSince;
import dev.jebi.mailstore.SearchQuery.Field;
import dev.jebi.mailstore.SearchQuery.HasFlag;
import dev.jebi.mailstore.SearchQuery.HasKeyword;
import dev.jebi.mailstore.SearchQuery.Header;
import dev.jebi.mailstore.SearchQuery.Internal;
import dev.jebi.mailstore.SearchQuery.Larger;
import dev.jebi.mailstore.SearchQuery.Not;
import dev.jebi.mailstore.SearchQuery.Or;
import dev.jebi.mailstore.SearchQuery.Sent;
import dev.jebi.mailstore.SearchQuery.Smaller;
import dev.jebi.mailstore.SearchQuery.Subject;
import dev.jebi.mailstore.SearchQuery.Text;
import dev.jebi.mailstore.SearchQuery.Uids;
import dev.jebi.mailstore.SearchQuery.When;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchTest {
    private MailStore store;
    private Mailbox inbox;

    @BeforeAll
    void fill(@TempDir Path directory) throws Exception {
        store = EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system());
        inbox = Stores.inbox(store, Stores.account(store, "bob"));
        append(
                """
                From: Alice <alice@example.org>
                To: bob@a.test
                Date: Fri, 20 Nov 2026 23:30:00 -0800
                Subject: lunch on Friday

                Shall we have lunch?
                """,
                "\\Seen");
        append(
                """
                From: =?UTF-8?B?7ZmN6ri464+Z?= <hong@example.kr>
                Cc: alice@example.org
                Date: Sat, 21 Nov 2026 09:00:00 +0900
                Subject: =?UTF-8?B?7ZqM7J2Y66Gd?=
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                7JWI64WV7ZWY7IS47JqU
                """,
                "\\Flagged",
                "$Work");
        append("X-List: dev\nSubject: no date\n\n" + "long text ".repeat(500), "\\Seen", "$Work");
    }

    @AfterAll
    void close() {
        inbox.close();
        store.close();
    }

    private void append(String text, String... flags) throws Exception {
        var octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        inbox.append(List.of(Stores.message(Content.of(octets), Flags.of(flags))));
    }

    private long[] search(SearchQuery query) throws Exception {
        return inbox.search(query);
    }

    @Test
    void whatIsKnownWithoutOpening() throws Exception {
        assertThat(search(new All())).containsExactly(1, 2, 3);
        assertThat(search(new Uids(UidSet.of(2, 3, 9)))).containsExactly(2, 3);
        assertThat(search(new HasFlag(Flags.System.SEEN))).containsExactly(1, 3);
        assertThat(search(new HasKeyword("$WORK"))).containsExactly(2, 3);
        assertThat(search(new Larger(1_000))).containsExactly(3);
        assertThat(search(new Smaller(1_000))).containsExactly(1, 2);
        assertThat(search(new ChangedSince(inbox.message(new Uid(2)).orElseThrow().modSeq())))
                .containsExactly(2, 3);
    }

    @Test
    void daysWithoutRegardToTimeAndZone() throws Exception {
        var day = LocalDate.of(2026, 11, 20);
        assertThat(search(new Sent(When.ON, day))).containsExactly(1);
        assertThat(search(new Sent(When.SINCE, day))).containsExactly(1, 2);
        assertThat(search(new Sent(When.BEFORE, day.plusDays(1)))).containsExactly(1);
        var arrived = LocalDate.of(2026, 11, 22); // Stores.NOW
        assertThat(search(new Internal(When.ON, arrived))).containsExactly(1, 2, 3);
        assertThat(search(new Internal(When.BEFORE, arrived))).isEmpty();
        assertThat(search(new Internal(When.SINCE, arrived.plusDays(1)))).isEmpty();
    }

    @Test
    void fieldsAsTheyWereDecoded() throws Exception {
        assertThat(search(new Subject("회의"))).containsExactly(2);
        assertThat(search(new Subject("FRIDAY"))).containsExactly(1);
        assertThat(search(new AddressField(Field.FROM, "홍길동"))).containsExactly(2);
        assertThat(search(new AddressField(Field.FROM, "alice"))).containsExactly(1);
        assertThat(search(new AddressField(Field.CC, "ALICE@EXAMPLE"))).containsExactly(2);
        assertThat(search(new AddressField(Field.TO, "bob"))).containsExactly(1);
        assertThat(search(new AddressField(Field.BCC, "bob"))).isEmpty();
        assertThat(search(new Header("x-list", ""))).containsExactly(3);
        assertThat(search(new Header("X-List", "DEV"))).containsExactly(3);
        assertThat(search(new Header("X-List", "other"))).isEmpty();
    }

    @Test
    void bodiesAndTextAsTheyWereDecoded() throws Exception {
        assertThat(search(new Body("lunch"))).containsExactly(1);
        assertThat(search(new Body("안녕"))).containsExactly(2);
        assertThat(search(new Body("Friday"))).isEmpty();
        assertThat(search(new Text("friday"))).containsExactly(1);
        assertThat(search(new Text("hong@EXAMPLE"))).containsExactly(2);
        assertThat(search(new Text("text long"))).containsExactly(3);
    }

    @Test
    void combinations() throws Exception {
        var seen = new HasFlag(Flags.System.SEEN);
        var work = new HasKeyword("$Work");
        assertThat(search(new And(List.of(new Text("o"), seen, work)))).containsExactly(3);
        assertThat(search(new And(List.of()))).containsExactly(1, 2, 3);
        assertThat(search(new Or(new Body("lunch"), work))).containsExactly(1, 2, 3);
        assertThat(search(new Not(seen))).containsExactly(2);
        assertThat(search(new Not(new Or(seen, work)))).isEmpty();
        assertThat(search(new And(List.of(new Uids(UidSet.of(1)), seen)))).containsExactly(1);
    }
}
