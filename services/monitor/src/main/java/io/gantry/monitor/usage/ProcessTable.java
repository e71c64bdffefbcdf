package io.gantry.monitor.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The processes of this machine at one time, as Linux tells them (proc(5)).
///
/// @param proc where they are told
/// @param processes by their ids
record ProcessTable(Path proc, Map<Long, Row> processes) {

    /// USER_HZ, which is the same on every architecture that there is a JDK for.
    private static final double TICKS_A_SECOND = 100;

    private static final int KIB = 1024;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,15}) kB$");

    /// Fields of `stat` after the name, which ends with the last `)`: state is the first.
    private static final int PARENT = 1;

    private static final int USER_TIME = 11;

    /// User and system time of the process, and of its children that have ended.
    private static final int TIMES = 4;

    /// @param children ids of those that it has started
    /// @param cpuSeconds of its own and of its children that have ended
    record Row(List<Long> children, double cpuSeconds) {}

    /// @param cpuSeconds since the start of each
    /// @param bytes that are resident
    record Sum(double cpuSeconds, double bytes) {}

    /// Processes that end meanwhile are left out.
    ///
    /// @throws IOException when there is nothing to read, as on other systems than Linux
    static ProcessTable read(Path proc) throws IOException {
        Map<Long, Row> rows = new HashMap<>();
        Map<Long, List<Long>> children = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path one : all) {
                stat(one)
                        .ifPresent(fields -> {
                            long pid = Long.parseLong(one.getFileName().toString());
                            long parent = Long.parseLong(fields[PARENT]);
                            List<Long> own = children.computeIfAbsent(pid, _ -> new ArrayList<>());
                            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(pid);
                            rows.put(pid, new Row(own, cpuSeconds(fields)));
                        });
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ProcessTable(proc, rows);
    }

    /// A process with all that it has started; empty when it is not there.
    Optional<Sum> tree(long pid) {
        if (!processes.containsKey(pid)) {
            return Optional.empty();
        }
        double cpuSeconds = 0;
        double bytes = 0;
        Deque<Long> left = new ArrayDeque<>(List.of(pid));
        while (!left.isEmpty()) {
            long one = left.pop();
            Row row = processes.get(one);
            if (row != null) {
                cpuSeconds += row.cpuSeconds();
                bytes += resident(one);
                left.addAll(row.children());
            }
        }
        return Optional.of(new Sum(cpuSeconds, bytes));
    }

    private static Optional<String[]> stat(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
            return fields.length < USER_TIME + TIMES ? Optional.empty() : Optional.of(fields);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static double cpuSeconds(String[] fields) {
        long ticks = 0;
        for (int i = USER_TIME; i < USER_TIME + TIMES; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_A_SECOND;
    }

    private double resident(long pid) {
        try {
            Path status = proc.resolve(Long.toString(pid)).resolve("status");
            Matcher found = RESIDENT.matcher(Files.readString(status));
            return found.find() ? Double.parseDouble(found.group(1)) * KIB : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
