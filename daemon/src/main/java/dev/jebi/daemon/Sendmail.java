package dev.jebi.daemon;

import dev.jebi.transfer.DroppedMail;

import picocli.CommandLine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// `jebi sendmail`: what cron, git and PHP call to send mail. It leaves the message in the maildrop
/// directory, from where the server takes it, now or when it runs again.
final class Sendmail {
    private static final String NAME = "sendmail";

    /// Messages that wait; more means that nobody takes them.
    private static final int MOST_WAITING = 10_000;

    /// A disk that is nearly full keeps its room for the server.
    private static final long ROOM = 64L << 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Place place;

    private Sendmail(PrintWriter out, PrintWriter err, Place place) {
        this.out = out;
        this.err = err;
        this.place = place;
    }

    /// Whether that is what was called.
    static boolean called(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /// Runs it.
    ///
    /// @param arguments with its name; in front of all others may stand --data, --config and --set
    /// @return the exit code, as sysexits.h numbers it
    static int run(PrintWriter out, PrintWriter err, InputStream in, String... arguments) {
        var words = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
        var place = new Place();
        try {
            var own = new ArrayList<String>();
            while (words.size() > 1
                    && List.of("--data", "--config", "--set").contains(words.getFirst())) {
                own.add(words.removeFirst());
                own.add(words.removeFirst());
            }
            new CommandLine(
                            CommandLine.Model.CommandSpec.create()
                                    .addMixin(
                                            "place",
                                            CommandLine.Model.CommandSpec.forAnnotatedObject(
                                                    place)))
                    .parseArgs(own.toArray(new String[0]));
            return new Sendmail(out, err, place).run(in, SendmailArguments.read(words));
        } catch (Failure failure) {
            err.println(failure.getMessage());
            return failure.code().number();
        } catch (IOException e) {
            err.println("sendmail: " + e.getMessage());
            return ExitCode.TRY_AGAIN.number();
        }
    }

    private int run(InputStream in, SendmailArguments arguments) throws IOException {
        return switch (arguments.mode) {
            case SEND -> send(in, arguments);
            case SMTP -> smtp(in);
            case QUEUE -> Main.run(out, err, "queue", "list", "--data", place.data().toString());
            case NOTHING -> ExitCode.DONE.number();
        };
    }

    private int send(InputStream in, SendmailArguments arguments) throws IOException {
        var configuration = place.configuration();
        String hostname = configuration.hostname().name();
        var message =
                SendmailMessage.read(
                        new BufferedInputStream(in),
                        arguments.dotsAreText,
                        configuration.limits().messageSize());
        var recipients = new ArrayList<>(arguments.recipients);
        if (arguments.fromHeader) {
            recipients.addAll(message.recipients());
        }
        if (recipients.isEmpty()) {
            throw SendmailArguments.usage("nobody to send to: name recipients, or give -t");
        }
        String user = System.getProperty("user.name", "nobody");
        String sender = arguments.sender.map(Sendmail::bare).orElse(user);
        String author = sender.isEmpty() ? user : sender;
        var dropped =
                new DroppedMail(
                        sender,
                        recipients.stream().map(Sendmail::bare).distinct().toList(),
                        arguments.notices,
                        arguments.returned,
                        arguments.envelopeId,
                        user,
                        message.octets(
                                author.contains("@") ? author : author + "@" + hostname,
                                arguments.fullName.orElse(""),
                                hostname,
                                InstantSource.system().instant()));
        leave(dropped, configuration.maildrop(place.data()));
        return ExitCode.DONE.number();
    }

    private static void leave(DroppedMail mail, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.TRY_AGAIN,
                        "sendmail: there is no "
                                + directory
                                + "; has the server been started once?");
            }
        }
        if (!Files.isWritable(directory)) {
            throw new Failure(
                    ExitCode.NOT_ALLOWED, "sendmail: nothing may be left in " + directory);
        }
        if (Files.getFileStore(directory).getUsableSpace() < ROOM || crowded(directory)) {
            throw new Failure(ExitCode.TRY_AGAIN, "sendmail: " + directory + " is full");
        }
        mail.leave(directory, UUID.randomUUID().toString());
    }

    /// Only where it can be seen; elsewhere the room on the disk is the bound.
    private static boolean crowded(Path directory) throws IOException {
        if (!Files.isReadable(directory)) {
            return false;
        }
        try (var files = Files.list(directory)) {
            return files.limit(MOST_WAITING).count() == MOST_WAITING;
        }
    }

    /// `-bs`: what comes on standard input is said to the server, and its answers are given back.
    private int smtp(InputStream in) throws IOException {
        var port25 =
                place.configuration().bindings().stream()
                        .filter(b -> b.protocol() == Binding.Protocol.RECEPTION)
                        .findFirst()
                        .orElseThrow(() ->
                                new Failure(ExitCode.UNAVAILABLE, "sendmail: listen.smtp is off"));
        try (var socket = connect(port25)) {
            var say = Thread.ofVirtual().start(() -> copy(in, socket));
            try (OutputStream answers = outputStream()) {
                socket.getInputStream().transferTo(answers);
            }
            say.interrupt();
            return ExitCode.DONE.number();
        } catch (IOException e) {
            out.print("421 4.3.2 The mail server does not run\r\n");
            out.flush();
            return ExitCode.TRY_AGAIN.number();
        }
    }

    private OutputStream outputStream() {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                out.write(octet);
                if (octet == '\n') {
                    out.flush();
                }
            }
        };
    }

    private static Socket connect(Binding binding) throws IOException {
        var host = binding.address().getAddress();
        var target = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
        try {
            return new Socket(target, binding.address().getPort());
        } catch (IOException e) {
            if (binding.fallback().isEmpty()) {
                throw e;
            }
            return new Socket(target, binding.fallback().get().getPort());
        }
    }

    private static void copy(InputStream in, Socket socket) {
        try {
            in.transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException _) {
            return; // the server has ended the session: its last words say why
        }
    }

    /// `<a@b.test>` and `Ann <a@b.test>` are a@b.test.
    private static String bare(String text) {
        int from = text.lastIndexOf('<');
        int to = text.lastIndexOf('>');
        return (from >= 0 && to > from ? text.substring(from + 1, to) : text).strip();
    }
}
