package dev.jebi.mailstore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What an owner may see of a message: all of it when they sent it; what concerns them alone when
/// they got it, for who else did may be a secret of the sender's (Bcc).
final class OwnersView {
    private OwnersView() {}

    /// What of these events the owner may see; nothing when it is not theirs at all.
    static List<TraceEvent> of(String owner, List<TraceEvent> events) {
        if (events.stream().anyMatch(event -> sent(owner, event))) {
            return events;
        }
        if (events.stream().noneMatch(event -> got(owner, event))) {
            return List.of();
        }
        var shown = new ArrayList<TraceEvent>();
        for (TraceEvent event : events) {
            if (ofAnother(owner, event)) {
                continue;
            }
            var to = TraceCodec.recipients(event);
            if (to.isEmpty() || to.equals(List.of(owner))) {
                shown.add(event);
            } else if (to.contains(owner)) {
                var facts = new HashMap<>(event.facts());
                facts.put(TraceEvent.RECIPIENT, owner);
                shown.add(
                        new TraceEvent(
                                event.at(), event.id(), event.step(), event.sentence(), facts));
            }
        }
        return shown;
    }

    /// Only who signed in has sent it: anybody may write anybody's address into an envelope.
    private static boolean sent(String owner, TraceEvent event) {
        boolean byOwner = event.step() == TraceStep.RECEIVED || event.step() == TraceStep.REFUSED;
        return byOwner
                && TraceCodec.plain(event.facts().getOrDefault(TraceEvent.ACCOUNT, ""))
                        .equals(owner);
    }

    /// What another's rules decided, or became of another's copy.
    private static boolean ofAnother(String owner, TraceEvent event) {
        String account = event.facts().getOrDefault(TraceEvent.ACCOUNT, "");
        return event.step() != TraceStep.RECEIVED
                && !account.isEmpty()
                && !TraceCodec.plain(account).equals(owner);
    }

    private static boolean got(String owner, TraceEvent event) {
        return TraceCodec.recipients(event).contains(owner);
    }
}
