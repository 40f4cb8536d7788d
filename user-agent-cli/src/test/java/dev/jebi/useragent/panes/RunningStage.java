package dev.jebi.useragent.panes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A stage that runs until this is closed; then nothing may have gone wrong.
final class RunningStage implements AutoCloseable {
    private final FakeScreen screen;
    private final Stage stage;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private RunningStage(FakeScreen screen, Stage stage) {
        this.screen = screen;
        this.stage = stage;
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        stage.run();
                        end.complete(null);
                        screen.end();
                    } catch (IOException | InterruptedException | RuntimeException | Error e) {
                        end.completeExceptionally(e);
                        screen.over(e);
                    }
                });
    }

    /// The panes of an account.
    static RunningStage mail(FakeScreen screen, Mail mail, Settings settings) throws IOException {
        var stage = new Stage(screen, InstantSource.system(), settings);
        var view = new MailView(stage, mail, MemoryMail.ALONE, ZoneOffset.UTC);
        stage.open(view);
        var running = new RunningStage(screen, stage);
        stage.post(() -> view.start("INBOX"));
        return running;
    }

    /// Any view.
    static RunningStage of(FakeScreen screen, Settings settings, Function<Stage, View> first) {
        var stage = new Stage(screen, InstantSource.system(), settings);
        stage.open(first.apply(stage));
        return new RunningStage(screen, stage);
    }

    Stage stage() {
        return stage;
    }

    /// Settings of a person whose home that is.
    static Settings settings(Path home, String... values) throws IOException {
        return settings(home, Map.of("TERM", "xterm"), values);
    }

    static Settings settings(Path home, Map<String, String> environment, String... values)
            throws IOException {
        var all = new HashMap<>(environment);
        all.put("HOME", home.toString());
        Settings settings = Settings.in(home.resolve("panes.properties"), all);
        for (int i = 0; i < values.length; i += 2) {
            settings.set(values[i], values[i + 1]);
        }
        return settings;
    }

    /// Waits until all views are closed.
    void await() {
        end.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        screen.gone();
        await();
    }
}
