package io.gantry.deployer.local;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a program itself said of its end, out of the last lines of its log.
final class LastWords {

    private static final int MAX_LENGTH = 500;

    /// The last line of a Python traceback, or of a Java exception's message.
    private static final Pattern EXCEPTION =
            Pattern.compile("(?:Caused by: )?[\\w.]*(?:Error|Exception): .*");

    private LastWords() {}

    /// The last line that begins with the program's name and a colon, as programs of Unix report
    /// errors; else the last that begins with an exception's name.
    static Optional<String> of(String command, @Nullable String logTail) {
        if (logTail == null) {
            return Optional.empty();
        }
        String prefix = command + ": ";
        return last(logTail, Pattern.compile(Pattern.quote(prefix) + ".*"))
                .map(line -> line.substring(prefix.length()))
                .or(() -> last(logTail, EXCEPTION))
                .map(line -> line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line);
    }

    private static Optional<String> last(String text, Pattern pattern) {
        return text.lines()
                .map(String::strip)
                .filter(line -> pattern.matcher(line).matches())
                .reduce((_, later) -> later);
    }
}
