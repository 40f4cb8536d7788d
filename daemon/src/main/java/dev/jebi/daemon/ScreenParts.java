package dev.jebi.daemon;

import dev.jebi.dns.Resolver;
import dev.jebi.mailstore.MailStore;
import dev.jebi.transfer.abuse.BlockLists;
import dev.jebi.transfer.abuse.Greylist;
import dev.jebi.transfer.abuse.Inspector;
import dev.jebi.transfer.abuse.LearnedTaste;
import dev.jebi.transfer.abuse.Learner;
import dev.jebi.transfer.abuse.Lessons;
import dev.jebi.transfer.abuse.Rspamd;
import dev.jebi.transfer.abuse.Screening;
import dev.jebi.transfer.abuse.Taste;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What strangers go through, and what owners have taught.
///
/// @param inspectors other programs that look at messages
/// @param rspamd where it is asked
record ScreenParts(
        Taste taste, Optional<Learner> learner, Optional<Rspamd> rspamd, List<Inspector> inspectors)
        implements AutoCloseable {
    static ScreenParts of(Configuration configuration, MailStore store, InstantSource clock) {
        String hostname = configuration.hostname().name();
        var programs = configuration.screens().programs();
        var rspamd = programs.rspamd(hostname);
        var inspectors = programs.inspectors(hostname, rspamd);
        if (!configuration.screens().learn()) {
            return new ScreenParts(Taste.NONE, Optional.empty(), rspamd, inspectors);
        }
        var taste = new LearnedTaste(store.register(), clock);
        var others = rspamd.map(one -> List.<Lessons>of(one)).orElse(List.of());
        var learner = new Learner(store, taste, hostname, others);
        return new ScreenParts(taste, Optional.of(learner), rspamd, inspectors);
    }

    Screening screening(
            Configuration configuration, Resolver resolver, MailStore store, InstantSource clock) {
        var screens = configuration.screens();
        var lists = new BlockLists(screens.lists(), resolver, screens.listsTime(), clock);
        return new Screening(
                new Screening.Parts(
                        screens.lists().isEmpty() ? Optional.empty() : Optional.of(lists),
                        screens.greylist()
                                .map(terms -> new Greylist(store.register(), terms, clock)),
                        inspectors,
                        screens.except()),
                store.trace(),
                clock);
    }

    @Override
    public void close() {
        learner.ifPresent(Learner::close);
        rspamd.ifPresent(Rspamd::close);
    }
}
