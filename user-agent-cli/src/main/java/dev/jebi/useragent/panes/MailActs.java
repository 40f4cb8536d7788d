package dev.jebi.useragent.panes;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands that change something, ask something or open something. Stage thread only.
final class MailActs {
    private static final int MAX_UNDO = 100;

    /// Something that can be taken back.
    ///
    /// @param after what follows on the screen
    private record Done(String what, Mail.Undo undo, Runnable after) {}

    private final Stage stage;
    private final Mail mail;
    private final MailView view;
    private final Accounts accounts;
    private final Writing writing;
    private final Deque<Done> done = new ArrayDeque<>();
    private boolean sending;

    MailActs(Stage stage, Mail mail, Accounts accounts, MailView view) {
        this.accounts = accounts;
        this.stage = stage;
        this.mail = mail;
        this.view = view;
        this.writing = new Writing(stage, mail, this);
    }

    void act(Act act, String words) throws IOException {
        switch (act) {
            case DELETE -> moveToUse("trash", "deleted");
            case ARCHIVE -> moveToUse("archive", "archived");
            case JUNK -> moveToUse("junk", "moved to junk");
            case MOVE -> ask("move to: ", words, this::moveTo);
            case COPY -> ask("copy to: ", words, this::copyTo);
            case GO -> ask("open mailbox: ", words, view::open);
            case FLAG -> flag("flagged");
            case UNREAD -> flag("seen");
            case UNDO -> undo();
            case SEARCH -> search(words);
            case COMPOSE -> writing.compose(words);
            case REPLY, REPLY_ALL, REPLY_LIST, FORWARD, FORWARD_WHOLE -> answer(act);
            case DRAFTS -> writing.drafts();
            case OUTBOX -> outbox();
            case LINKS -> view.message().opened().ifPresent(this::links);
            case SAVE -> save(words);
            case HELP -> stage.open(TextView.keys(stage, view.place()));
            case COMMAND -> command();
            case PALETTE -> palette();
            case SET -> set(words);
            case QUIT -> quit();
            case REDRAW -> stage.redraw();
            case ACCOUNT -> account(words);
            default -> stage.say("nothing to do here");
        }
    }

    // ---- changes

    private void moveToUse(String use, String told) throws IOException {
        leave(told, refs -> mail.moveTo(refs, use));
    }

    private void moveTo(String mailbox) {
        view.guarded(() -> leave("moved to " + mailbox, refs -> mail.move(refs, mailbox)));
    }

    private interface Move {
        Mail.Undo with(List<MessageRef> refs) throws IOException;
    }

    private void leave(String told, Move move) throws IOException {
        List<MessageRef> refs = view.meant();
        if (refs.isEmpty()) {
            stage.say("no message is meant");
            return;
        }
        Listing listing = view.list().listing();
        int before = view.list().cursor();
        view.left(refs);
        int after = view.list().cursor();
        stage.work(
                told,
                () -> move.with(refs),
                undo -> {
                    did(count(refs) + " " + told, undo);
                    view.refresh();
                },
                fault -> {
                    listing.stay(refs);
                    if (view.list().listing() == listing && view.list().cursor() == after) {
                        view.list().go(before); // unless the person is somewhere else by now
                    }
                    stage.warn(Stage.sentence(fault));
                });
    }

    private void copyTo(String mailbox) {
        view.guarded(() -> {
            List<MessageRef> refs = view.meant();
            if (refs.isEmpty()) {
                stage.say("no message is meant");
                return;
            }
            stage.work(
                    "copy",
                    () -> {
                        mail.copy(refs, mailbox);
                        return refs;
                    },
                    _ -> {
                        view.list().unmark();
                        stage.say(count(refs) + " copied to " + mailbox);
                        view.refresh();
                    });
        });
    }

    /// Sets a flag where one of those meant lacks it, else clears it.
    private void flag(String flag) throws IOException {
        List<MessageRef> refs = view.meant();
        Optional<Envelope> current = view.list().current();
        if (refs.isEmpty() || current.isEmpty()) {
            return;
        }
        boolean on = !current.get().has(flag);
        String told = flag.equals("seen") ? (on ? "read" : "unread") : on ? flag : "not " + flag;
        stage.work(
                "flag",
                () -> mail.flag(refs, flag, on),
                undo -> {
                    did(count(refs) + " " + told, undo);
                    view.list().unmark();
                    view.refresh();
                });
    }

    private static String count(List<MessageRef> refs) {
        return refs.size() == 1 ? "message" : refs.size() + " messages";
    }

    /// Remembers how to take something back.
    private void did(String what, Mail.Undo undo) {
        did(what, undo, () -> stage.say("taken back: " + what));
    }

    /// Remembers how to take something back, and what is to be seen then.
    void did(String what, Mail.Undo undo, Runnable after) {
        done.addLast(new Done(what, undo, after));
        if (done.size() > MAX_UNDO) {
            done.removeFirst();
        }
        stage.say(
                what + "; " + stage.keymap().keysOf(Act.UNDO).split(" ", 2)[0] + " takes it back");
    }

    private void undo() {
        Done last = done.pollLast();
        if (last == null) {
            stage.say("there is nothing to take back");
            return;
        }
        stage.work(
                "undo",
                () -> {
                    last.undo().back();
                    return last;
                },
                _ -> {
                    last.after().run();
                    view.refresh();
                },
                fault -> {
                    if (fault instanceof Failure failure && failure.passes()) {
                        done.addLast(last); // for when the server is back
                    }
                    stage.warn(Stage.sentence(fault));
                });
    }

    // ---- questions

    private interface WithMailbox {
        void accept(String mailbox);
    }

    private void ask(String label, String words, WithMailbox then) {
        if (!words.isBlank()) {
            then.accept(resolved(words.strip()));
            return;
        }
        stage.open(
                new PromptView(
                        stage,
                        label,
                        this::mailboxNames,
                        name -> {
                            if (!name.isBlank()) {
                                then.accept(resolved(name.strip()));
                            }
                        }));
    }

    private List<String> mailboxNames(String typed) {
        List<MailboxLine> lines = Fuzzy.sorted(view.mailboxes().lines(), typed, MailboxLine::name);
        return lines.stream().filter(MailboxLine::selectable).map(MailboxLine::name).toList();
    }

    /// The mailbox of that name whatever its case, else the only one that begins so.
    private String resolved(String typed) {
        List<String> names = mailboxNames("");
        String wanted = typed.toLowerCase(Locale.ROOT);
        Optional<String> same =
                names.stream().filter(n -> n.toLowerCase(Locale.ROOT).equals(wanted)).findFirst();
        List<String> begin =
                names.stream().filter(n -> n.toLowerCase(Locale.ROOT).startsWith(wanted)).toList();
        return same.orElse(begin.size() == 1 ? begin.getFirst() : typed);
    }

    private void search(String words) {
        if (!words.isBlank()) {
            find(words);
            return;
        }
        stage.open(
                PromptView.plain(
                        stage,
                        "search: ",
                        typed -> {
                            if (!typed.isBlank()) {
                                find(typed);
                            }
                        }));
    }

    private void find(String words) {
        stage.look(
                "search",
                () -> mail.search(view.mailbox(), words),
                found -> {
                    view.found(words, found);
                    stage.say(found.size() == 1 ? "1 message" : found.size() + " messages");
                });
    }

    private void command() {
        stage.open(
                new PromptView(
                        stage,
                        ":",
                        typed -> {
                            var words = new ArrayList<String>();
                            for (Act act : Act.values()) {
                                if (act.word().startsWith(typed.strip())) {
                                    words.add(act.word());
                                }
                            }
                            return words;
                        },
                        this::command));
    }

    /// Does a line like `move Archive`.
    void command(String line) {
        String[] words = line.strip().split("\\s+", 2);
        if (words[0].isEmpty()) {
            return;
        }
        Act.of(words[0])
                .ifPresentOrElse(
                        act -> view.act(act, words.length > 1 ? words[1] : ""),
                        () -> stage.warn("there is no command " + words[0] + "; ? shows them"));
    }

    private void palette() {
        var choices = new ArrayList<ChoiceView.Choice>();
        for (Act act : Act.values()) {
            choices.add(
                    new ChoiceView.Choice(
                            act.word() + " · " + act.tells(),
                            stage.keymap().keysOf(act),
                            () -> view.act(act, "")));
        }
        for (MailboxLine line : view.mailboxes().lines()) {
            choices.add(
                    new ChoiceView.Choice(
                            "go " + SafeText.line(line.name()), "", () -> view.open(line.name())));
        }
        stage.open(new ChoiceView(stage, "find", choices));
    }

    private void set(String words) throws IOException {
        String[] parts = words.strip().split("[\\s=]+", 2);
        if (parts.length < 2) {
            stage.say(
                    "set keys vi|emacs|nano, theme dark|light|contrast|plain, editor own|built-in");
            return;
        }
        stage.say(stage.settings().set(parts[0], parts[1].strip()));
    }

    // ---- what is open

    private void answer(Act act) throws IOException {
        Optional<Envelope> meant = view.message().opened().map(Opened::envelope);
        Optional<Envelope> envelope = meant.isPresent() ? meant : view.list().current();
        if (envelope.isEmpty()) {
            stage.say("no message is meant");
        } else {
            writing.answer(envelope.get(), act);
        }
    }

    private void links(Opened opened) {
        var choices = new ArrayList<ChoiceView.Choice>();
        List<String> links = opened.text().links();
        for (int i = 0; i < links.size(); i++) {
            String link = links.get(i);
            choices.add(
                    new ChoiceView.Choice(
                            "[" + (i + 1) + "] " + link,
                            "",
                            () -> stage.open(new TextView(stage, "link", wrapped(link)))));
        }
        if (choices.isEmpty()) {
            stage.say("it has no links");
        } else {
            stage.open(new ChoiceView(stage, "links", choices));
        }
    }

    private static List<String> wrapped(String link) {
        var lines = new ArrayList<String>();
        for (int at = 0; at < link.length(); at += 70) {
            lines.add(link.substring(at, Math.min(at + 70, link.length())));
        }
        return lines;
    }

    private void save(String words) {
        Optional<Opened> opened = view.message().opened();
        if (opened.isEmpty() || opened.get().reading().attachments().isEmpty()) {
            stage.say(opened.isEmpty() ? "open the message first" : "nothing is attached");
            return;
        }
        var saving = new Saving(stage, opened.get());
        if (words.isBlank()) {
            stage.open(
                    PromptView.plain(stage, "save to directory: ", saving::to)
                            .with(saving.usual()));
        } else {
            saving.to(words);
        }
    }

    private void outbox() throws IOException {
        var choices = new ArrayList<ChoiceView.Choice>();
        for (Mail.Outgoing waiting : mail.outbox()) {
            String state =
                    waiting.accepted()
                            ? "sent, copy missing"
                            : waiting.trouble().isEmpty() ? "waits" : waiting.trouble();
            choices.add(
                    new ChoiceView.Choice(
                            SafeText.line(
                                    waiting.subject()
                                            + " → "
                                            + String.join(", ", waiting.recipients())),
                            SafeText.line(state),
                            () -> writing.takeBack(waiting)));
        }
        if (choices.isEmpty()) {
            stage.say("nothing waits to be sent");
        } else {
            stage.open(new ChoiceView(stage, "outbox · enter takes back", choices));
        }
    }

    /// Sends what is due, if nobody does yet.
    void sendDue() {
        if (sending) {
            return;
        }
        sending = true;
        stage.work(
                "sending",
                mail::sendDue,
                count -> {
                    sending = false;
                    if (count > 0) {
                        stage.say(count == 1 ? "sent" : count + " messages sent");
                        view.refresh();
                        view.askQuota();
                    }
                },
                fault -> {
                    sending = false;
                    stage.warn("not sent: " + Stage.sentence(fault));
                });
    }

    private void account(String words) {
        if (!words.isBlank()) {
            accounts.open(words.strip(), view);
            return;
        }
        var choices = new ArrayList<ChoiceView.Choice>();
        for (String name : accounts.names()) {
            choices.add(
                    new ChoiceView.Choice(
                            SafeText.line(name), "", () -> accounts.open(name, view)));
        }
        stage.open(new ChoiceView(stage, "accounts", choices));
    }

    /// Asks whether that was meant: the key goes back, and there is nothing further back.
    void leave() {
        stage.open(
                PromptView.plain(
                        stage,
                        "leave jebi mail? [y/N] ",
                        answer -> {
                            if (yes(answer)) {
                                view.guarded(this::quit);
                            }
                        }));
    }

    private static boolean yes(String answer) {
        return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private void quit() throws IOException {
        long waiting = mail.outbox().stream().filter(w -> w.trouble().isEmpty()).count();
        if (waiting == 0) {
            stage.quit();
            return;
        }
        stage.open(
                PromptView.plain(
                        stage,
                        "a message waits to be sent; leave it for the next time? [y/N] ",
                        answer -> {
                            if (yes(answer)) {
                                stage.quit();
                            }
                        }));
    }
}
