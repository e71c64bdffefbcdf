package io.gantry.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// How long each of many calls took that several writers made side by side.
///
/// @param millis sorted
/// @param seconds from the first call to the end of the last
record Latencies(List<Double> millis, double seconds) {

    /// What one writer does again and again.
    interface Call {
        void make(int number) throws Exception;
    }

    /// @param writers how many make calls at once, each the next when its last has returned
    /// @param call of each writer, by its number
    static Latencies of(int writers, int calls, IntFunction<Call> call) throws Exception {
        AtomicInteger next = new AtomicInteger();
        long from = System.nanoTime();
        List<Double> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> running =
                    IntStream.range(0, writers)
                            .mapToObj(writer ->
                                    threads.submit(() -> write(call.apply(writer), next, calls)))
                            .toList();
            for (Future<List<Double>> writer : running) {
                all.addAll(writer.get());
            }
        }
        return new Latencies(all.stream().sorted().toList(), (System.nanoTime() - from) / 1e9);
    }

    private static List<Double> write(Call call, AtomicInteger next, int calls) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int number = next.getAndIncrement(); number < calls; number = next.getAndIncrement()) {
            long from = System.nanoTime();
            call.make(number);
            millis.add((System.nanoTime() - from) / 1e6);
        }
        return millis;
    }

    /// The time that so many of a hundred calls do not exceed.
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * millis.size());
        return millis.get(Math.max(0, rank - 1));
    }

    double perSecond() {
        return millis.size() / seconds;
    }
}
