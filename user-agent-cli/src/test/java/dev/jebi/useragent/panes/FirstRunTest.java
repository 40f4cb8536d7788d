package dev.jebi.useragent.panes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.account.Keeping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The first screen, and what it asks.
class FirstRunTest {
    @TempDir private Path folder;

    private final List<Setup.Wanted> wanted = new ArrayList<>();
    private final CompletableFuture<Mail> done = new CompletableFuture<>();

    /// What is known of the person beforehand.
    private interface Likely {
        Optional<String> address() throws InterruptedException;
    }

    /// Finds servers for every address, and takes one password.
    private final class Site implements Setup {
        private final Likely likely;

        Site(Likely likely) {
            this.likely = likely;
        }

        @Override
        public Optional<String> likely() throws IOException {
            try {
                return likely.address();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public Servers find(String address) {
            String domain = address.substring(address.indexOf('@') + 1);
            return new Servers("imap." + domain + ":993", "", "", "auto", "by magic");
        }

        @Override
        public List<Keeping> keepings() {
            return List.of(Keeping.values());
        }

        @Override
        public Mail open(Wanted said) throws IOException {
            wanted.add(said);
            if (!said.secret().equals("secret")) {
                throw new IOException("the server refused the password");
            }
            return new MemoryMail(folder);
        }
    }

    private RunningStage run(FakeScreen screen, Likely likely) throws IOException {
        return RunningStage.of(
                screen,
                RunningStage.settings(folder),
                stage -> new FirstRun(stage, new Site(likely), done::complete));
    }

    private Setup.Wanted opened() throws Exception {
        assertThat(done.get(60, TimeUnit.SECONDS).name()).isEqualTo("al@a.test");
        return wanted.getLast();
    }

    @Test
    void itAsksForLittle() throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = run(screen, Optional::empty)) {
            screen.await("Which mail address").text("al").keys("<enter>").await("name@domain");
            screen.text("@a.test").keys("<enter>").await("by magic").await("imap.a.test:993");
            screen.text("no").keys("<enter>").await("refused the password").awaitNo("no\n");
            screen.await("a file that only you can read").keys("<up>").text(" ");
            screen.await("(secret-tool)").text(" ").await("a command tells it").await("Command:");
            screen.keys("<left>").await("(secret-tool)").keys("<down>");
            screen.keys("<backspace>", "<backspace>").text("secret").keys("<enter>");
            assertThat(opened().address()).isEqualTo("al@a.test");
            assertThat(opened().keeping()).isEqualTo(Keeping.SECRET_TOOL);
        }
    }

    @Test
    void whereTheAddressIsLikelyThePasswordIsTheOnlyQuestion() throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = run(screen, () -> Optional.of("al@a.test"))) {
            screen.await("Its password is enough").await("imap.a.test:993");
            screen.text("secret").keys("<enter>");
            assertThat(opened().address()).isEqualTo("al@a.test");
            assertThat(opened().servers().imap()).isEqualTo("imap.a.test:993");
        }
    }

    @Test
    void anotherAddressThanTheLikelyOneHasItsOwnServers() throws Exception {
        var screen = new FakeScreen(80, 24);
        try (var _ = run(screen, () -> Optional.of("al@a.test"))) {
            screen.await("Its password is enough").keys("<up>", "<up>", "<up>", "<C-u>");
            screen.text("bo@b.test").keys("<enter>").await("imap.b.test:993");
            screen.awaitNo("is enough").text("secret").keys("<enter>");
            assertThat(opened().address()).isEqualTo("bo@b.test");
            assertThat(opened().servers().imap()).isEqualTo("imap.b.test:993");
        }
    }

    @Test
    void whoTypesBeforeTheServerIsFoundIsNotDisturbed() throws Exception {
        var typed = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var screen = new FakeScreen(80, 24);
        try (var _ =
                run(
                        screen,
                        () -> {
                            typed.await();
                            told.countDown();
                            return Optional.of("al@a.test");
                        })) {
            screen.await("Is there a server").text("bo@").await("Which mail address").await("bo@");
            typed.countDown();
            told.await();
            screen.text("b.test").keys("<enter>").await("imap.b.test:993");
            screen.text("secret").keys("<enter>");
            assertThat(opened().address()).isEqualTo("bo@b.test");
        }
    }
}
