package io.gantry.bench.proxy;

import io.gantry.bench.OnPath;
import io.gantry.cli.CliException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Who runs where: what is measured has the first processor, and whoever asks it the others.
final class Cores {

    private static final int COUNT = Runtime.getRuntime().availableProcessors();

    private Cores() {}

    static boolean shared() {
        return COUNT < 2 || OnPath.find("taskset").isEmpty();
    }

    /// The command of a program that asks, or answers behind what is measured.
    static List<String> others(List<String> command) {
        return on("1-" + (COUNT - 1), command);
    }

    /// The command of a program that is measured.
    static List<String> measured(List<String> command) {
        return on("0", command);
    }

    private static List<String> on(String cores, List<String> command) {
        if (shared()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return pinned;
    }

    /// Moves a process that runs, with all its threads, to where what is measured runs.
    static void measure(long pid) throws IOException, InterruptedException {
        move("0", pid);
    }

    /// Moves this process to where those are who ask.
    static void ask() throws IOException, InterruptedException {
        move("1-" + (COUNT - 1), ProcessHandle.current().pid());
    }

    private static void move(String cores, long pid) throws IOException, InterruptedException {
        if (shared()) {
            return;
        }
        int exit =
                new ProcessBuilder("taskset", "-apc", cores, Long.toString(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw CliException.failed("taskset ended with %d".formatted(exit));
        }
    }
}
