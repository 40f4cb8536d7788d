package dev.jebi.sieve;

import static dev.jebi.sieve.Scripts.errors;
import static dev.jebi.sieve.Scripts.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// What scripts come to: RFC 5228 §4, RFC 3894, RFC 5232, RFC 5293, RFC 5429, RFC 8580, RFC 6009.
class ActionsTest {
    private static SieveAction only(String script) {
        SieveOutcome outcome = run(script);
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.actions()).hasSize(1);
        return outcome.actions().getFirst();
    }

    @Test
    void copyLeavesTheImplicitKeepAlone() {
        SieveOutcome outcome =
                run(
                        """
                        require ["fileinto", "copy"];
                        fileinto :copy "A"; redirect :copy "b@example.org";
                        """);
        assertThat(outcome.implicitKeep()).isTrue();
        assertThat(outcome.actions()).hasSize(3);
    }

    @Test
    void theSameMailboxIsFiledIntoOnceWithTheLastFlags() {
        SieveAction action =
                only(
                        """
                        require ["fileinto", "imap4flags"];
                        fileinto :flags "\\\\Seen" "A"; fileinto :flags ["one two", "ONE"] "A";
                        """);
        assertThat(action)
                .isInstanceOfSatisfying(
                        SieveAction.FileInto.class,
                        f -> assertThat(f.flags()).containsExactly("one", "two"));
    }

    @Test
    void theInboxByItsNameIsTheInbox() {
        assertThat(run("require \"fileinto\"; fileinto \"inbox\"; keep;").actions()).hasSize(1);
    }

    @Test
    void flagsAreSetAddedAndRemoved() {
        SieveAction action =
                only(
                        """
                        require "imap4flags";
                        setflag "\\\\Seen a"; addflag ["B", "\\\\Deleted"]; removeflag "A";
                        if hasflag :contains "b" { keep; }
                        """);
        assertThat(((SieveAction.Keep) action).flags()).containsExactly("\\Seen", "B", "\\Deleted");
        SieveAction implicit = only("require \"imap4flags\"; addflag \"$label1\";");
        assertThat(((SieveAction.Keep) implicit).flags()).containsExactly("$label1");
    }

    @Test
    void redirectsGoToEachAddressOnceAndToFew() {
        SieveOutcome outcome = run("redirect \"A <a@Example.org>\"; redirect \"a@example.org\";");
        assertThat(outcome.actions()).hasSize(1);
        String many = "";
        for (int i = 0; i < 20; i++) {
            many += "redirect \"a" + i + "@example.org\";\n";
        }
        assertThat(run(many).error()).hasValueSatisfying(e -> assertThat(e.line()).isEqualTo(9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keep;", "redirect \"a@b.test\";", "reject \"again\";", "vacation \"v\";"})
    void aRejectStandsAlone(String other) {
        String requires = "require [\"reject\", \"vacation\"];";
        assertThat(run(requires + "reject \"no\";" + other).error()).isPresent();
        assertThat(run(requires + other + "reject \"no\";").error()).isPresent();
    }

    @Test
    void aRejectGoesWithADiscard() {
        SieveOutcome outcome = run("require \"ereject\"; discard; ereject \"no\";");
        assertThat(outcome.actions())
                .containsExactly(new SieveAction.Discard(), new SieveAction.Ereject("no"));
    }

    @Test
    void eachActionHasTheHeaderOfItsMoment() throws IOException {
        SieveOutcome outcome =
                run(
                        """
                        require ["editheader", "fileinto"];
                        addheader "X-Hello" "Wörld";
                        fileinto "A";
                        deleteheader "X-Hello";
                        deleteheader :index 1 "x-two";
                        addheader :last "X-End" "end";
                        redirect "a@example.org";
                        if header "x-two" "first" { discard; }
                        """);
        assertThat(outcome.headerEdited()).isTrue();
        assertThat(outcome.actions()).hasSize(2);
        String filed =
                text(((SieveAction.FileInto) outcome.actions().getFirst()).content().octets());
        assertThat(filed).startsWith("X-Hello: =?").contains("X-Two: first");
        String sent = text(((SieveAction.Redirect) outcome.actions().getLast()).content().octets());
        assertThat(sent)
                .doesNotContain("X-Hello")
                .doesNotContain("X-Two: first")
                .contains("X-Two: second\r\nX-End: end\r\n\r\nHello there.");
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Test
    void theTraceCanNotBeDeletedAndNoFieldSmuggledIn() throws IOException {
        SieveOutcome outcome =
                run(
                        """
                        require ["editheader", "variables"];
                        deleteheader "Received";
                        set "v" "a
                        Bcc: eve@example.org

                        body";
                        addheader "X-A" "${v}";
                        keep;
                        """,
                        "Received: by mx\nFrom: a@b.c\n\nx\n");
        String kept = text(((SieveAction.Keep) outcome.actions().getFirst()).content().octets());
        assertThat(kept).contains("Received: by mx").doesNotContain("\r\nBcc:");
        assertThat(errors("require \"editheader\"; addheader \"a b\" \"x\";")).hasSize(1);
    }

    @Test
    void targetsHaveTheirTags() {
        SieveAction action =
                only(
                        """
                        require ["fileinto", "mailbox", "special-use"];
                        fileinto :create :specialuse "\\\\Archive" "Old";
                        """);
        SieveTarget target = ((SieveAction.FileInto) action).target();
        assertThat(target.create()).isTrue();
        assertThat(target.specialUse()).hasValue("\\Archive");
    }

    @Test
    void vacationHasAllItsArguments() {
        SieveOutcome outcome =
                run(
                        """
                        require ["vacation-seconds", "fcc", "imap4flags", "mailbox"];
                        vacation :seconds 7200 :subject "Away" :from "Me <me@jebi.test>"
                          :addresses ["other@jebi.test"] :handle "h" :fcc "Sent" :create
                          :flags "\\\\Seen" "gone";
                        """);
        assertThat(outcome.implicitKeep()).isTrue();
        var vacation = (SieveAction.Vacation) outcome.actions().getFirst();
        assertThat(vacation.interval()).isEqualTo(Duration.ofHours(2));
        assertThat(vacation.handle()).isEqualTo("h");
        assertThat(vacation.addresses()).isEqualTo(List.of("other@jebi.test"));
        assertThat(vacation.fcc())
                .hasValueSatisfying(f -> {
                    assertThat(f.target().create()).isTrue();
                    assertThat(f.flags()).containsExactly("\\Seen");
                });
        assertThat(errors("require [\"vacation\", \"mailbox\"]; vacation :create \"x\";"))
                .hasSize(1);
        assertThat(errors("require \"vacation\"; vacation :seconds 1 \"x\";")).hasSize(1);
    }

    @Test
    void anotherTextIsAnotherHandle() {
        String handles = "";
        for (String text : List.of("a", "b", "a")) {
            var vacation =
                    (SieveAction.Vacation)
                            run("require \"vacation\"; vacation \"" + text + "\";")
                                    .actions()
                                    .getFirst();
            handles += vacation.handle() + " ";
        }
        String[] parts = handles.split(" ", -1);
        assertThat(parts[0]).isEqualTo(parts[2]).isNotEqualTo(parts[1]);
    }
}
