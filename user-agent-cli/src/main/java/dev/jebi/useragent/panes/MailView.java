package dev.jebi.useragent.panes;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.terminal.Box;
import dev.jebi.useragent.terminal.Canvas;
import dev.jebi.useragent.terminal.Input;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The panes of one account: mailboxes, list, message. Stage thread only.
final class MailView implements View {
    private static final Duration SYNC_EVERY = Duration.ofSeconds(30);
    private static final Duration QUOTA_EVERY = Duration.ofMinutes(5);

    private final Stage stage;
    private final Mail mail;
    private final MailActs acts;
    private final MailboxesPane mailboxes = new MailboxesPane();
    private final ListPane list;
    private final MessagePane message = new MessagePane();
    private final StatusBar status;
    private final List<String> pressed = new ArrayList<>();
    private Place place = Place.LIST;
    private String mailbox = "";
    private boolean showMailboxes = true;
    private Optional<String> found = Optional.empty();
    private Opened.Manner manner = new Opened.Manner(false, false);
    private Instant nextSync = Instant.MAX;
    private Instant nextQuota = Instant.EPOCH;
    private Instant nextSend = Instant.EPOCH;
    private boolean syncing;

    MailView(Stage stage, Mail mail, Accounts accounts, ZoneId zone) throws IOException {
        this.stage = stage;
        this.mail = mail;
        this.list = new ListPane(new Listing(Rows.of(List.of())), zone);
        this.status = new StatusBar(stage, mail);
        this.acts = new MailActs(stage, mail, accounts, this);
    }

    /// Opens a mailbox as it is known here and looks for what is new.
    void start(String first) {
        open(first);
        Thread.ofVirtual()
                .name("panes-watch")
                .start(() -> {
                    try {
                        mail.watch(() -> stage.post(this::lookSoon));
                    } catch (IOException | RuntimeException _) {
                        stage.post(this::lookSoon); // without it there is still a look now and then
                    }
                });
    }

    /// Something changed at the server, or it is away.
    private void lookSoon() {
        if (!syncing && nextSync.isAfter(stage.clock().instant())) {
            nextSync = stage.clock().instant();
        }
    }

    MailboxesPane mailboxes() {
        return mailboxes;
    }

    ListPane list() {
        return list;
    }

    MessagePane message() {
        return message;
    }

    String mailbox() {
        return mailbox;
    }

    Place place() {
        return place;
    }

    /// Does what reads files here; what goes wrong is told.
    interface Reading {
        void run() throws IOException;
    }

    void guarded(Reading reading) {
        try {
            reading.run();
        } catch (IOException | RuntimeException e) {
            stage.warn(Stage.sentence(e));
        }
    }

    void open(String name) {
        guarded(() -> {
            mailboxes.show(mail.mailboxes());
            mailbox = name;
            found = Optional.empty();
            message.clear();
            place = Place.LIST;
            String use = mailboxes.named(name).map(MailboxLine::use).orElse("");
            list.show(new Listing(mail.rows(name)), use.equals("sent") || use.equals("drafts"));
            arrange(stage.settings().conversations());
            sync();
        });
    }

    /// Shows what a search found in place of the mailbox.
    void found(String words, List<Envelope> messages) {
        guarded(() -> {
            found = Optional.of(words);
            message.clear();
            place = Place.LIST;
            list.show(new Listing(Rows.of(messages)), false);
        });
    }

    void arrange(boolean byConversation) {
        Listing listing = list.listing();
        if (!byConversation) {
            listing.arrange(Optional.empty());
            return;
        }
        stage.look(
                "conversations",
                () -> Listing.conversations(listing.rows()),
                by -> {
                    if (list.listing() == listing) {
                        guarded(() -> list.arrange(by));
                    }
                });
    }

    /// Looks for what is new at the server.
    void sync() {
        if (syncing) {
            return;
        }
        syncing = true;
        nextSync = Instant.MAX;
        String of = mailbox;
        stage.look(
                "sync",
                () -> mail.sync(of),
                synced -> {
                    syncing = false;
                    status.synced(synced);
                    nextSync = stage.clock().instant();
                    nextSync = synced.more() ? nextSync : nextSync.plus(SYNC_EVERY);
                    refresh();
                    if (synced.fresh() > 0 && !of.isEmpty()) {
                        stage.say(synced.fresh() + " new in " + of);
                    }
                },
                fault -> {
                    syncing = false;
                    status.offline(Stage.sentence(fault));
                    nextSync = stage.clock().instant().plus(SYNC_EVERY);
                });
    }

    void refresh() {
        guarded(() -> {
            mailboxes.show(mail.mailboxes());
            if (found.isEmpty()) {
                boolean arranged = list.listing().arranged();
                list.refresh();
                if (arranged) {
                    arrange(true);
                }
            }
        });
    }

    @Override
    public void idle() {
        Instant now = stage.clock().instant();
        if (!now.isBefore(nextSync)) {
            sync();
        }
        if (!now.isBefore(nextQuota)) {
            nextQuota = now.plus(QUOTA_EVERY);
            askQuota();
        }
        if (!now.isBefore(nextSend)) {
            nextSend = now.plusSeconds(1);
            acts.sendDue();
        }
        if (message.misfits()) {
            message.opened().ifPresent(o -> read(o.envelope(), false));
        }
        status.outbox();
    }

    void askQuota() {
        stage.look("quota", mail::quota, status::quota, _ -> {}); // it is told when it works again
    }

    @Override
    public void draw(Canvas canvas) {
        boolean footer = stage.keymap().preset() == Keymap.Preset.NANO;
        boolean opened = message.opened().isPresent();
        Layout layout =
                Layout.of(
                        canvas.columns(),
                        canvas.rows(),
                        new Layout.Wish(showMailboxes, opened, place, footer));
        Layout.of(
                        canvas.columns(),
                        canvas.rows(),
                        new Layout.Wish(showMailboxes, true, place, footer))
                .message()
                .ifPresent(message::fit);
        Theme theme = stage.theme();
        guarded(() -> {
            if (layout.list().isPresent()) {
                Instant now = stage.clock().instant();
                list.draw(canvas, layout.list().get(), theme, place == Place.LIST, now);
            }
        });
        layout.message().ifPresent(box -> drawMessage(canvas, box, layout));
        if (layout.mailboxes().isPresent()) {
            Box box = layout.mailboxes().get();
            Optional<String> open =
                    place == Place.MAILBOXES ? Optional.empty() : Optional.of(mailbox);
            mailboxes.draw(canvas, box, theme, open);
            border(canvas, box.endColumn(), box.rows());
        }
        String title = found.map(words -> "search: " + words).orElse(mailbox);
        status.draw(canvas, layout.status(), title, list);
        status.word(canvas, layout.word(), String.join("", pressed));
        layout.footer().ifPresent(box -> status.footer(canvas, box));
    }

    private void drawMessage(Canvas canvas, Box box, Layout layout) {
        message.draw(canvas, box, stage.theme(), place == Place.MESSAGE);
        if (layout.sideBySide()) {
            border(canvas, box.column() - 1, box.rows());
        }
    }

    private void border(Canvas canvas, int column, int rows) {
        for (int row = 0; row < rows; row++) {
            canvas.put(column, row, "│", stage.theme().style(Role.BORDER));
        }
    }

    @Override
    public void key(Input.Key key) {
        pressed.add(key.name());
        switch (stage.keymap().meaning(pressed)) {
            case Keymap.Meaning.Does(Act act) -> {
                pressed.clear();
                act(act, "");
            }
            case Keymap.Meaning.Begins _ -> {}
            case Keymap.Meaning.Nothing _ -> {
                String what = String.join("", pressed);
                pressed.clear();
                if (!key.name().equals("<esc>")) {
                    stage.say(what + " means nothing here; ? shows the keys");
                }
            }
        }
    }

    /// Does a command.
    ///
    /// @param words what was given with it on the command line
    void act(Act act, String words) {
        if (place == Place.MAILBOXES && act.forMessages()) {
            stage.say("no message is meant here; go to the list first");
            return;
        }
        guarded(() -> {
            switch (act) {
                case DOWN -> move(1);
                case UP -> move(-1);
                case PAGE_DOWN -> move(page());
                case PAGE_UP -> move(-page());
                case TOP -> move(Integer.MIN_VALUE / 2);
                case BOTTOM -> move(Integer.MAX_VALUE / 2);
                case OPEN -> openMeant();
                case BACK -> back();
                case NEXT_PANE -> nextPane();
                case NEXT_MESSAGE -> step(1);
                case PREVIOUS_MESSAGE -> step(-1);
                case NEXT_UNREAD -> nextUnread();
                case SCROLL_DOWN -> scrollOn();
                case QUOTES -> quotes();
                case HEADERS -> manner(new Opened.Manner(!manner.allFields(), manner.html()));
                case HTML -> manner(new Opened.Manner(manner.allFields(), !manner.html()));
                case MAILBOXES -> mailboxesPane();
                case CONVERSATIONS -> {
                    boolean on = !list.listing().arranged();
                    stage.settings().set("conversations", String.valueOf(on));
                    arrange(on);
                }
                case SYNC -> {
                    sync();
                    askQuota();
                }
                case MARK -> list.mark();
                default -> acts.act(act, words);
            }
        });
    }

    private int page() {
        return place == Place.MESSAGE ? message.page() : list.page();
    }

    private void move(int by) {
        switch (place) {
            case MAILBOXES -> mailboxes.go(mailboxes.cursor() + by);
            case LIST -> list.go(list.cursor() + by);
            case MESSAGE -> message.scroll(by);
        }
    }

    private void step(int by) throws IOException {
        list.go(list.cursor() + by);
        if (message.opened().isPresent()) {
            openMessage();
        }
    }

    private void nextUnread() throws IOException {
        Optional<Integer> line = list.nextUnread();
        if (line.isEmpty()) {
            stage.say("everything is read");
            return;
        }
        list.go(line.get());
        openMessage();
    }

    private void scrollOn() throws IOException {
        if (place != Place.MESSAGE && message.opened().isEmpty()) {
            openMessage();
        } else if (!message.scroll(message.page())) {
            step(1);
        }
    }

    private void openMeant() throws IOException {
        if (place == Place.MAILBOXES) {
            mailboxes
                    .current()
                    .filter(MailboxLine::selectable)
                    .ifPresent(line -> open(line.name()));
        } else if (place == Place.MESSAGE) {
            message.scroll(message.page());
        } else {
            openMessage();
        }
    }

    void openMessage() throws IOException {
        Optional<Envelope> current = list.current();
        if (current.isEmpty()) {
            return;
        }
        Envelope envelope = current.get();
        if (mailboxes.named(envelope.mailbox()).map(l -> l.use().equals("drafts")).orElse(false)) {
            stage.say("drafts at the server; D shows those of this machine");
        }
        place = Place.MESSAGE;
        read(envelope, true);
    }

    private void read(Envelope envelope, boolean fromTop) {
        int turn = message.ask();
        int width = message.width();
        Opened.Manner how = manner;
        stage.look(
                "reading",
                () -> Opened.of(envelope, mail.octets(envelope), width, how),
                opened -> {
                    if (message.had(turn)) {
                        message.show(opened, fromTop);
                        seen(envelope);
                    }
                },
                fault -> {
                    if (message.had(turn)) {
                        place = message.opened().isPresent() ? place : Place.LIST;
                        stage.warn(Stage.sentence(fault));
                    }
                });
    }

    private void seen(Envelope envelope) {
        if (!envelope.seen()) {
            stage.work(
                    "seen",
                    () -> mail.flag(List.of(envelope.ref()), "seen", true),
                    _ -> refresh(),
                    _ -> {}); // it stays unread, which is true of the server
        }
    }

    private void manner(Opened.Manner other) {
        manner = other;
        message.opened().ifPresent(opened -> read(opened.envelope(), true));
    }

    private void quotes() {
        message.fold();
        stage.say(message.folded() ? "long quotes are folded" : "all quotes are shown");
    }

    private void back() {
        switch (place) {
            case MESSAGE -> {
                message.clear();
                place = Place.LIST;
            }
            case MAILBOXES -> acts.leave();
            case LIST -> {
                if (list.marks() > 0) {
                    list.unmark();
                } else if (found.isPresent()) {
                    open(mailbox);
                } else {
                    place = Place.MAILBOXES;
                    mailboxes.goTo(mailbox);
                }
            }
        }
    }

    private void nextPane() {
        boolean opened = message.opened().isPresent();
        place =
                switch (place) {
                    case MAILBOXES -> Place.LIST;
                    case LIST -> opened ? Place.MESSAGE : Place.MAILBOXES;
                    case MESSAGE -> Place.MAILBOXES;
                };
        if (place == Place.MAILBOXES) {
            mailboxes.goTo(mailbox);
        }
    }

    private void mailboxesPane() {
        showMailboxes = !showMailboxes;
        if (place == Place.MAILBOXES) {
            place = Place.LIST;
        } else if (showMailboxes) {
            place = Place.MAILBOXES;
            mailboxes.goTo(mailbox);
        }
    }

    /// The messages that a command is for: the open one, the marked ones, or the one that is meant.
    List<MessageRef> meant() throws IOException {
        if (place == Place.MESSAGE && message.opened().isPresent() && list.marks() == 0) {
            return List.of(message.opened().get().envelope().ref());
        }
        return list.meant();
    }

    /// After messages left: the next one is meant, or open.
    void left(List<MessageRef> messages) throws IOException {
        list.listing().leave(messages);
        list.unmark();
        if (message.opened().isPresent()) {
            message.clear();
            place = Place.LIST;
        }
        list.current()
                .filter(e -> messages.contains(e.ref()))
                .ifPresent(_ -> list.go(list.cursor() + 1));
    }

    @Override
    public void closed() {
        mail.close();
    }
}
