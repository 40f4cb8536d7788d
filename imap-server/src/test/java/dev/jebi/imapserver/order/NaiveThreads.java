package dev.jebi.imapserver.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The algorithms of RFC 5256 §3 as they are written there, step by step, without regard to what
/// they cost.
final class NaiveThreads {
    private final List<RandomMail> mails;
    private final Box root = new Box(Optional.empty(), 0);
    private final Map<String, Box> byId = new HashMap<>();

    private static final class Box {
        private final Optional<RandomMail> mail;
        private final int number;
        private final List<Box> children = new ArrayList<>();
        private Optional<Box> parent = Optional.empty();

        Box(Optional<RandomMail> mail, int number) {
            this.mail = mail;
            this.number = number;
        }

        void move(Optional<Box> to) {
            parent.ifPresent(p -> p.children.remove(this));
            parent = to;
            to.ifPresent(p -> p.children.add(this));
        }

        boolean isIn(Box tree) {
            return this == tree || parent.filter(p -> p.isIn(tree)).isPresent();
        }

        RandomMail shown() {
            return mail.orElseGet(() -> children.getFirst().mail.orElseThrow());
        }

        int shownNumber() {
            return mail.isPresent() ? number : children.getFirst().number;
        }

        Instant latest() {
            var own = mail.map(RandomMail::date).orElse(Instant.MIN);
            return children.stream().map(Box::latest).reduce(own, (a, b) -> a.isAfter(b) ? a : b);
        }

        String text() {
            var text = new StringBuilder(mail.isPresent() ? "" + number : "");
            if (children.size() == 1) {
                return text + (mail.isPresent() ? " " : "") + children.getFirst().text();
            }
            text.append(children.isEmpty() || mail.isEmpty() ? "" : " ");
            children.forEach(c -> text.append('(').append(c.text()).append(')'));
            return text.toString();
        }
    }

    private static final Comparator<Box> BY_DATE =
            Comparator.<Box, Instant>comparing(b -> b.shown().date())
                    .thenComparing(Box::shownNumber);

    private NaiveThreads(List<RandomMail> mails) {
        this.mails = mails;
    }

    private static String fold(String base) {
        return base.toUpperCase(Locale.ROOT);
    }

    static String orderedSubject(List<RandomMail> mails) {
        var threads = new LinkedHashMap<String, List<Box>>();
        for (int i = 0; i < mails.size(); i++) {
            threads.computeIfAbsent(fold(mails.get(i).base()), _ -> new ArrayList<>())
                    .add(new Box(Optional.of(mails.get(i)), i + 1));
        }
        var tops = new ArrayList<Box>();
        for (var thread : threads.values()) {
            thread.sort(BY_DATE);
            thread.getFirst().children.addAll(thread.subList(1, thread.size()));
            tops.add(thread.getFirst());
        }
        tops.sort(BY_DATE);
        return text(tops);
    }

    static String references(List<RandomMail> mails) {
        var threads = new NaiveThreads(mails);
        threads.link();
        threads.prune();
        threads.root.children.sort(BY_DATE); // step 4; groups are sorted by then
        threads.bySubject();
        threads.sort();
        return text(threads.root.children);
    }

    static String refs(List<RandomMail> mails) {
        var threads = new NaiveThreads(mails);
        threads.link();
        threads.prune();
        threads.sort();
        threads.root.children.sort(
                Comparator.comparing(Box::latest).thenComparing(Box::shownNumber));
        return text(threads.root.children);
    }

    private static String text(List<Box> tops) {
        var text = new StringBuilder(tops.isEmpty() ? "" : " ");
        tops.forEach(top -> text.append('(').append(top.text()).append(')'));
        return text.toString();
    }

    /// Steps 1 and 2.
    private void link() {
        var boxes = new ArrayList<Box>();
        for (int i = 0; i < mails.size(); i++) {
            var box = new Box(Optional.of(mails.get(i)), i + 1);
            boxes.add(box);
            mails.get(i).id().ifPresent(id -> byId.putIfAbsent(id, box));
        }
        for (Box box : boxes) {
            var chain = new ArrayList<Box>();
            for (String id : box.mail.orElseThrow().ancestors()) {
                chain.add(byId.computeIfAbsent(id, _ -> new Box(Optional.empty(), 0)));
            }
            for (int i = 1; i < chain.size(); i++) {
                if (chain.get(i).parent.isEmpty() && !chain.get(i - 1).isIn(chain.get(i))) {
                    chain.get(i).move(Optional.of(chain.get(i - 1)));
                }
            }
            box.move(Optional.empty());
            if (!chain.isEmpty() && !chain.getLast().isIn(box)) {
                box.move(Optional.of(chain.getLast()));
            }
        }
        var all = new HashSet<Box>(boxes);
        all.addAll(byId.values());
        all.stream().filter(b -> b.parent.isEmpty()).forEach(b -> b.move(Optional.of(root)));
    }

    /// Step 3.
    private void prune() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Box box : below(root)) {
                boolean top = box.parent.orElseThrow() == root;
                int most = top ? 1 : Integer.MAX_VALUE;
                if (box.mail.isEmpty() && box.children.size() <= most) {
                    var above = box.parent;
                    box.move(Optional.empty());
                    List.copyOf(box.children).forEach(child -> child.move(above));
                    changed = true;
                    break;
                }
            }
        }
        below(root).forEach(box -> box.children.sort(BY_DATE));
    }

    private static List<Box> below(Box box) {
        var all = new ArrayList<Box>();
        for (Box child : box.children) {
            all.add(child);
            all.addAll(below(child));
        }
        return all;
    }

    /// Step 5.
    private void bySubject() {
        var table = new HashMap<String, Box>();
        for (Box box : root.children) {
            String subject = fold(box.shown().base());
            var known = table.get(subject);
            if (subject.isEmpty()) {
                continue;
            }
            if (known == null) {
                table.put(subject, box);
            } else if (known.mail.isPresent()
                    && (box.mail.isEmpty() || (reply(known) && !reply(box)))) {
                table.put(subject, box);
            }
        }
        for (Box box : List.copyOf(root.children)) {
            String subject = fold(box.shown().base());
            var known = table.get(subject);
            if (subject.isEmpty() || known == box || box.parent.orElseThrow() != root) {
                continue;
            }
            merge(box, Objects.requireNonNull(known), table, subject);
        }
    }

    private static boolean reply(Box box) {
        return box.mail.orElseThrow().reply();
    }

    private void merge(Box box, Box known, Map<String, Box> table, String subject) {
        if (box.mail.isEmpty() && known.mail.isEmpty()) {
            List.copyOf(box.children).forEach(child -> child.move(Optional.of(known)));
            box.move(Optional.empty());
        } else if (known.mail.isEmpty() || (reply(box) && !reply(known))) {
            box.move(Optional.of(known));
        } else {
            var both = new Box(Optional.empty(), 0);
            both.move(Optional.of(root));
            box.move(Optional.of(both));
            known.move(Optional.of(both));
            table.put(subject, both);
        }
    }

    /// Step 6.
    private void sort() {
        for (Box box : below(root).reversed()) {
            box.children.sort(BY_DATE);
        }
        root.children.sort(BY_DATE);
    }
}
