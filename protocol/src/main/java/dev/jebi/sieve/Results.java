package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.content.Content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The actions that a run has come to so far, with the rules of what goes with what. For one
/// thread.
final class Results {
    static final String NO_NOTIFY = "local policy prohibits the use of a notify action";

    private final SieveLimits.Actions limits;
    private final List<SieveAction> actions = new ArrayList<>();
    private boolean implicitKeep = true;
    private int edits;

    Results(SieveLimits.Actions limits) {
        this.limits = limits;
    }

    /// The actions, in order; the implicit keep last, when it stands (RFC 5228 §2.10.2).
    SieveOutcome outcome(Evaluation run) {
        var all = new ArrayList<>(actions);
        boolean keeps = implicitKeep;
        if (keeps) {
            Optional<SieveAction> explicit = inbox();
            if (explicit.isPresent()) {
                keeps = false;
            } else {
                all.add(new SieveAction.Keep(run.header().content(), run.flags()));
            }
        }
        return new SieveOutcome(List.copyOf(all), keeps, run.header().edited(), Optional.empty());
    }

    /// What is left after a fault (RFC 5228 §2.10.6).
    static SieveOutcome failed(Content message, SieveError error) {
        return new SieveOutcome(
                List.of(new SieveAction.Keep(message, List.of())), true, false, Optional.of(error));
    }

    void keep(Evaluation run, List<String> flags) throws SieveFault {
        store(run, new SieveAction.Keep(run.header().content(), flags));
        implicitKeep = false;
    }

    void fileInto(Evaluation run, SieveTarget target, List<String> flags, boolean copy)
            throws SieveFault {
        store(run, new SieveAction.FileInto(target, run.header().content(), flags, copy));
        implicitKeep &= copy;
    }

    /// RFC 5228 §2.10.3: one copy in a mailbox, however often it is asked for; with the flags that
    /// were said last (RFC 5232 §5).
    private void store(Evaluation run, SieveAction wanted) throws SieveFault {
        refuseWith(run, SieveAction.Reject.class, SieveAction.Ereject.class);
        for (int i = 0; i < actions.size(); i++) {
            Optional<SieveAction> joined = joined(actions.get(i), wanted);
            if (joined.isPresent()) {
                actions.set(i, joined.get());
                return;
            }
        }
        add(run, wanted);
    }

    private static Optional<SieveAction> joined(SieveAction earlier, SieveAction wanted) {
        if (!mailbox(earlier).equals(mailbox(wanted)) || mailbox(earlier).isEmpty()) {
            return Optional.empty();
        }
        return switch (earlier) {
            case SieveAction.Keep(var content, _) ->
                    Optional.of(new SieveAction.Keep(content, flags(wanted)));
            case SieveAction.FileInto(var target, var content, _, var copy) ->
                    Optional.of(
                            new SieveAction.FileInto(
                                    target, content, flags(wanted), copy && copies(wanted)));
            case SieveAction.Redirect _,
                    SieveAction.Reject _,
                    SieveAction.Ereject _,
                    SieveAction.Discard _,
                    SieveAction.Vacation _,
                    SieveAction.Notify _,
                    SieveAction.Remember _ ->
                    Optional.empty();
        };
    }

    private static boolean copies(SieveAction action) {
        return action instanceof SieveAction.FileInto fileInto && fileInto.copy();
    }

    private static List<String> flags(SieveAction action) {
        return switch (action) {
            case SieveAction.Keep keep -> keep.flags();
            case SieveAction.FileInto fileInto -> fileInto.flags();
            case SieveAction _ -> List.of();
        };
    }

    /// What names the mailbox that an action stores in; empty for another action.
    private static String mailbox(SieveAction action) {
        return switch (action) {
            case SieveAction.Keep _ -> "INBOX";
            case SieveAction.FileInto(var target, _, _, _) -> name(target);
            case SieveAction _ -> "";
        };
    }

    private static String name(SieveTarget target) {
        String name = target.mailbox().equalsIgnoreCase("INBOX") ? "INBOX" : target.mailbox();
        return name
                + target.specialUse().map(u -> "\n" + u).orElse("")
                + target.mailboxId().map(i -> "\t" + i).orElse("");
    }

    /// The action that stores in the inbox already.
    private Optional<SieveAction> inbox() {
        return actions.stream().filter(a -> mailbox(a).equals("INBOX")).findFirst();
    }

    /// RFC 5228 §4.2: to the same address once.
    void redirect(Evaluation run, Address to, boolean copy, SieveAction.DsnWishes wishes)
            throws SieveFault {
        refuseWith(run, SieveAction.Reject.class, SieveAction.Ereject.class);
        implicitKeep &= copy;
        String wanted = to.toString().toLowerCase(Locale.ROOT);
        int redirects = 0;
        for (SieveAction action : actions) {
            if (action instanceof SieveAction.Redirect redirect) {
                if (redirect.to().toString().toLowerCase(Locale.ROOT).equals(wanted)) {
                    return;
                }
                redirects++;
            }
        }
        if (redirects >= limits.redirects()) {
            throw run.fault(
                    "number of redirect actions exceeds policy limit (" + limits.redirects() + ")");
        }
        add(run, new SieveAction.Redirect(to, run.header().content(), copy, wishes));
    }

    void discard(Evaluation run) throws SieveFault {
        implicitKeep = false;
        if (actions.stream().noneMatch(SieveAction.Discard.class::isInstance)) {
            add(run, new SieveAction.Discard());
        }
    }

    /// RFC 5429 §2.1 and §2.2: alone, but for discard and notifications.
    void reject(Evaluation run, SieveAction reject) throws SieveFault {
        refuseWith(
                run,
                SieveAction.Reject.class,
                SieveAction.Ereject.class,
                SieveAction.Keep.class,
                SieveAction.FileInto.class,
                SieveAction.Redirect.class,
                SieveAction.Vacation.class);
        implicitKeep = false;
        add(run, reject);
    }

    /// RFC 5230 §4.7: once, and not with a reject.
    void vacation(Evaluation run, SieveAction.Vacation vacation) throws SieveFault {
        refuseWith(
                run,
                SieveAction.Reject.class,
                SieveAction.Ereject.class,
                SieveAction.Vacation.class);
        add(run, vacation);
    }

    void notify(Evaluation run, SieveAction.Notify notify) throws SieveFault {
        if (actions.contains(notify)) {
            return;
        }
        long notifications = actions.stream().filter(SieveAction.Notify.class::isInstance).count();
        if (limits.notifications() == 0) {
            throw run.fault(NO_NOTIFY);
        }
        if (notifications >= limits.notifications()) {
            throw run.fault(
                    "number of notify actions exceeds policy limit ("
                            + limits.notifications()
                            + ")");
        }
        add(run, notify);
    }

    void remember(Evaluation run, SieveAction.Remember remember) throws SieveFault {
        if (!actions.contains(remember)) {
            add(run, remember);
        }
    }

    /// Counts an edit of the header.
    void edit(Evaluation run) throws SieveFault {
        if (++edits > limits.headerEdits()) {
            throw run.fault("the header is edited more than " + limits.headerEdits() + " times");
        }
    }

    private void add(Evaluation run, SieveAction action) throws SieveFault {
        if (actions.size() >= limits.all()) {
            throw run.fault("total number of actions exceeds policy limit (" + limits.all() + ")");
        }
        actions.add(action);
    }

    @SafeVarargs
    private void refuseWith(Evaluation run, Class<? extends SieveAction>... kinds)
            throws SieveFault {
        for (SieveAction action : actions) {
            for (var kind : kinds) {
                if (kind.isInstance(action)) {
                    throw run.fault(
                            "this action can't be taken together with '"
                                    + kind.getSimpleName().toLowerCase(Locale.ROOT)
                                    + "', which was taken before");
                }
            }
        }
    }
}
