package dev.jebi.imapserver.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.content.Content;
import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.SearchQuery;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class ImapParserTest {
    /// Lines and literals from an array.
    private static final class Octets implements ImapInput {
        private final byte[] octets;
        private int at;

        Octets(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public byte[] line() throws IOException {
            var line = new ByteArrayOutputStream();
            while (at + 1 < octets.length && !(octets[at] == '\r' && octets[at + 1] == '\n')) {
                line.write(octets[at++]);
            }
            if (at + 1 >= octets.length) {
                throw new EOFException();
            }
            at += 2;
            return line.toByteArray();
        }

        @Override
        public byte[] literal(Literal literal) throws IOException {
            if (literal.octets() > octets.length - at) {
                throw new EOFException();
            }
            at += (int) literal.octets();
            return Arrays.copyOfRange(octets, at - (int) literal.octets(), at);
        }

        @Override
        public Content piece(Literal literal) throws IOException {
            return message(literal);
        }

        @Override
        public Content message(Literal literal) throws IOException {
            return Content.of(literal(literal));
        }
    }

    private static ImapCommand parse(String text) throws IOException {
        byte[] octets = ("a " + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return new ImapParser(new Octets(octets), ParserLimits.STANDARD, Speech.PLAIN).command();
    }

    private static MessageSet.Range range(long one, long other) {
        return new MessageSet.Range(one, other);
    }

    @Test
    void tagIsReadBeforeTheCommand() throws IOException {
        byte[] octets = "A.1]x NONSENSE\r\n".getBytes(StandardCharsets.US_ASCII);
        var parser = new ImapParser(new Octets(octets), ParserLimits.STANDARD, Speech.PLAIN);
        assertThat(parser.tag()).isEqualTo("A.1]x");
        assertThatThrownBy(parser::command)
                .isInstanceOfSatisfying(
                        BadCommand.class,
                        bad -> assertThat(bad.kind()).isEqualTo(BadCommand.Kind.UNKNOWN));
    }

    @Test
    void commandsAreReadWhateverTheirCase() throws IOException {
        assertThat(parse("nOoP")).isEqualTo(new ImapCommand.Noop());
        assertThat(parse("select inbox")).isEqualTo(select(MailboxName.INBOX, "inbox", false));
        assertThat(parse("EXAMINE \"a b\" (condstore)"))
                .isEqualTo(select(new MailboxName("a b"), "a b", true));
        assertThat(parse("LOGIN \"a\\\"b\" {3}\r\np w"))
                .isEqualTo(new ImapCommand.Login("a\"b", "p w"));
        assertThat(parse("ID (\"Name\" NIL \"x\" {1+}\r\ny)"))
                .isEqualTo(new ImapCommand.Id(Map.of("Name", "", "x", "y")));
        assertThat(parse("AUTHENTICATE plain ="))
                .isEqualTo(new ImapCommand.Authenticate("PLAIN", Optional.of("=")));
        assertThat(parse("rename a &vPSwuA-/"))
                .isEqualTo(new ImapCommand.Rename(new MailboxName("a"), new MailboxName("보낸")));
    }

    /// SELECT, or EXAMINE with CONDSTORE.
    private static ImapCommand select(MailboxName mailbox, String asked, boolean examine) {
        return new ImapCommand.Select(mailbox, asked, examine, examine, Optional.empty());
    }

    @Test
    void passwordsAreNotShown() throws IOException {
        assertThat(parse("LOGIN ann secret").toString()).doesNotContain("secret");
    }

    @Test
    void messageSetsKeepWhatWasAsked() throws IOException {
        assertThat(parse("FETCH 1,*,5:*,7:3 FLAGS"))
                .isEqualTo(
                        new ImapCommand.Fetch(
                                new MessageSet.Numbers(
                                        List.of(
                                                range(1, 1),
                                                range(0, 0),
                                                range(5, 0),
                                                range(7, 3))),
                                List.of(FetchItem.Plain.FLAGS),
                                FetchModifiers.NONE));
        assertThat(parse("UID COPY 4294967295 x"))
                .isEqualTo(
                        new ImapCommand.Copy(
                                new MessageSet.Uids(List.of(range(4294967295L, 4294967295L))),
                                new MailboxName("x")));
        assertThat(range(7, 3).low(9)).isEqualTo(3);
        assertThat(range(5, 0).high(3)).isEqualTo(5);
        assertThat(range(5, 0).low(3)).isEqualTo(3);
    }

    @Test
    void fetchItemsKnowTheirLabels() throws IOException {
        var fetch =
                (ImapCommand.Fetch)
                        parse(
                                "UID FETCH 1 (body.peek[1.2.header.fields (To \"x\")]<5.10>"
                                        + " RFC822.HEADER BODY[3.MIME] body[]) (CHANGEDSINCE 7)");
        assertThat(fetch.modifiers().changedSince()).contains(new ModSeq(7));
        assertThat(fetch.items())
                .containsExactly(
                        new FetchItem.Octets(
                                "BODY[1.2.HEADER.FIELDS (To x)]<5>",
                                new Section(
                                        List.of(1, 2),
                                        Section.Text.HEADER_FIELDS,
                                        List.of("To", "x")),
                                true,
                                Optional.of(new FetchItem.Partial(5, 10))),
                        new FetchItem.Octets(
                                "RFC822.HEADER",
                                new Section(List.of(), Section.Text.HEADER, List.of()),
                                true,
                                Optional.empty()),
                        new FetchItem.Octets(
                                "BODY[3.MIME]",
                                new Section(List.of(3), Section.Text.MIME, List.of()),
                                false,
                                Optional.empty()),
                        new FetchItem.Octets(
                                "BODY[]",
                                new Section(List.of(), Section.Text.WHOLE, List.of()),
                                false,
                                Optional.empty()));
    }

    @Test
    void macrosStandForTheirItems() throws IOException {
        assertThat(((ImapCommand.Fetch) parse("FETCH 1 FULL")).items())
                .containsExactly(
                        FetchItem.Plain.FLAGS,
                        FetchItem.Plain.INTERNAL_DATE,
                        FetchItem.Plain.SIZE,
                        FetchItem.Plain.ENVELOPE,
                        FetchItem.Plain.BODY);
    }

    @Test
    void storeTakesFlagsWithAndWithoutParentheses() throws IOException {
        var change =
                new FlagChange(FlagChange.Kind.ADD, Flags.of("\\Seen", "$Label1", "\\Deleted"));
        var set = new MessageSet.Numbers(List.of(range(1, 1)));
        assertThat(parse("STORE 1 +FLAGS (\\Seen $Label1 \\deleted)"))
                .isEqualTo(new ImapCommand.Store(set, change, false, Optional.empty()));
        assertThat(parse("STORE 1 (UNCHANGEDSINCE 5) +flags.silent \\Seen $Label1 \\Deleted"))
                .isEqualTo(new ImapCommand.Store(set, change, true, Optional.of(new ModSeq(5))));
    }

    @Test
    void appendTakesFlagsDateAndSeveralMessages() throws IOException {
        var append =
                (ImapCommand.Append)
                        parse(
                                "APPEND x (\\Seen \\Recent) \" 1-Feb-2026 09:00:00 +0900\" {2+}\r\n"
                                        + "hi {1}\r\nb");
        assertThat(append.messages()).hasSize(2);
        assertThat(append.messages().getFirst().flags()).isEqualTo(Flags.of("\\Seen"));
        assertThat(append.messages().getFirst().internalDate())
                .contains(Instant.parse("2026-02-01T00:00:00Z"));
        var pieces = append.messages().getLast().pieces();
        assertThat(pieces).hasSize(1);
        assertThat(((ImapCommand.Append.Piece.Octets) pieces.getFirst()).content().octets())
                .containsExactly('b');
    }

    @Test
    void aMessageMayComeInPieces() throws IOException {
        var append =
                (ImapCommand.Append)
                        parse("APPEND x CATENATE (TEXT ~{2+}\r\nhi URL \"/a b\" UTF8 ({1}\r\nb))");
        var pieces = append.messages().getFirst().pieces();
        assertThat(pieces).hasSize(3);
        assertThat(pieces.get(1)).isEqualTo(new ImapCommand.Append.Piece.Url("/a b"));
    }

    @Test
    void searchKeysNest() throws IOException {
        var search =
                (ImapCommand.Search)
                        parse(
                                "SEARCH RETURN (MIN COUNT) CHARSET utf-8 OR (SEEN 2:*) NOT ON"
                                        + " 1-Jan-2026");
        assertThat(search.returns())
                .contains(
                        new SearchReturns(
                                Set.of(SearchReturns.Result.MIN, SearchReturns.Result.COUNT),
                                Optional.empty()));
        assertThat(search.key())
                .isEqualTo(
                        new SearchKey.Or(
                                new SearchKey.And(
                                        List.of(
                                                new SearchKey.Query(
                                                        new SearchQuery.HasFlag(Flags.System.SEEN)),
                                                new SearchKey.Messages(
                                                        new MessageSet.Numbers(
                                                                List.of(range(2, 0)))))),
                                new SearchKey.Not(
                                        new SearchKey.Query(
                                                new SearchQuery.Internal(
                                                        SearchQuery.When.ON,
                                                        LocalDate.of(2026, 1, 1))))));
    }

    @Test
    void listHasOptionsAndPatterns() throws IOException {
        assertThat(parse("LIST (SUBSCRIBED) \"a/\" (%% \"b*\") RETURN (CHILDREN STATUS (SIZE))"))
                .isEqualTo(
                        new ImapCommand.Listing(
                                true,
                                Set.of(ImapCommand.Listing.Selection.SUBSCRIBED),
                                List.of("a/%%", "a/b*"),
                                Set.of(ImapCommand.Listing.Return.CHILDREN),
                                Set.of(StatusItem.SIZE),
                                Optional.empty()));
        assertThat(((ImapCommand.Listing) parse("LIST a \"\"")).patterns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " NOOP",
                "NOOP ",
                "NOOP x",
                "SELECT",
                "SELECT a b",
                "SELECT (a)",
                "SELECT \"a",
                "SELECT \"a\\b\"",
                "LOGIN a",
                "FETCH 1",
                "FETCH 1 ()",
                "FETCH 1:2:3 UID",
                "FETCH 1: UID",
                "FETCH , UID",
                "FETCH 00 UID",
                "FETCH 1 BODY[HEADER.FIELDS]",
                "FETCH 1 BODY[HEADER.FIELDS ()]",
                "FETCH 1 BODY[]<1>",
                "FETCH 1 BODY[]<-1.1>",
                "FETCH 1 UID (CHANGEDSINCE x)",
                "STORE 1 FLAGS (a",
                "STORE 1 FLAGS \\*",
                "STORE 1 FLAGS (\"a\")",
                "SEARCH OR ALL",
                "SEARCH NOT",
                "SEARCH ALL ",
                "SEARCH (ALL",
                "SEARCH KEYWORD \\Seen",
                "SEARCH SENTON 1-Foo-2026",
                "SEARCH LARGER -1",
                "APPEND x",
                "APPEND x ()",
                "APPEND x () \"1-Feb-2026\" {1}",
                "STATUS x ()",
                "STATUS x MESSAGES",
                "LIST a",
                "LIST (SUBSCRIBED)",
                "ENABLE",
                "ID",
                "ID (\"a\")",
                "UID",
                "UID NOOP",
                "\u00e9",
                "SELECT \u00e9",
            })
    void whatIsNotInTheGrammarIsBad(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(BadCommand.class);
    }

    @Test
    void garbageIsBadOrACommandAndNothingElse() {
        String[] good = {
            "a UID FETCH 1:*,3 (FLAGS BODY.PEEK[1.HEADER.FIELDS (To {2+}\r\n"
                    + "Cc)]<0.5>) (CHANGEDSINCE 1)",
            "a SEARCH RETURN (MIN) CHARSET UTF-8 OR (FROM \"x\" 1:3) NOT SUBJECT {1+}\r\nx",
            "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (\"*\" %) RETURN (STATUS (MESSAGES SIZE))",
            "a APPEND x (\\Seen a) \" 1-Feb-2026 09:00:00 +0900\" {3+}\r\nabc",
            "a STORE 1:2 (UNCHANGEDSINCE 3) -FLAGS.SILENT (a \\Seen)",
            "a ID (\"a\" NIL \"b\" \"c\\\"d\")",
        };
        Randomly.runs(
                3_000,
                "imap.parser.seed",
                random -> {
                    byte[] octets =
                            (random.pick(good) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                    for (int i = random.between(1, 4); i > 0; i--) {
                        octets[random.between(0, octets.length - 1)] = random.octets(1)[0];
                    }
                    try {
                        var parser =
                                new ImapParser(
                                        new Octets(octets), ParserLimits.STANDARD, Speech.PLAIN);
                        assertThat(parser.command()).isNotNull();
                    } catch (BadCommand | EOFException e) {
                        assertThat(e).isNotNull(); // that is the answer
                    }
                });
    }
}
