package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/// Where `jebi mail` starts: the quick way first, which needs nothing of what the others need. So
/// nothing of that may be named here.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        // System.out would hide why something could not be written
        var output = new Output(System.in, new FileOutputStream(FileDescriptor.out), System.err);
        if (!Quick.done(Surroundings.ofProcess(false), output, arguments)) {
            System.exit(Verbs.run(Surroundings.ofProcess(true), output, arguments));
        }
        int exit = output.end();
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /// Runs one command on these streams.
    ///
    /// @return the exit code
    static int run(
            Surroundings surroundings,
            InputStream in,
            OutputStream out,
            OutputStream err,
            String... arguments) {
        var output = new Output(in, out, err);
        return Quick.done(surroundings, output, arguments)
                ? output.end()
                : Verbs.run(surroundings, output, arguments);
    }
}
