package io.gantry.registry.bridge;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/// What is logged from now on, from a level on.
final class LogOf extends Handler implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Formatter message = new PatternFormatter("%s");
    private final Logger logger;

    private LogOf(String category, Level level) {
        logger = Logger.getLogger(category);
        setLevel(level);
        logger.addHandler(this);
    }

    static LogOf bridge() {
        return new LogOf("io.gantry.registry.bridge", Level.INFO);
    }

    static LogOf election() {
        return new LogOf("io.gantry.lease", Level.INFO);
    }

    /// Warnings and errors of everything.
    static LogOf warnings() {
        return new LogOf("", Level.WARNING);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            lines.add(message.format(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
