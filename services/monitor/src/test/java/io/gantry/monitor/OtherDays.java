package io.gantry.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.gantry.events.DemandLearned;
import io.gantry.events.Endpoint;
import io.gantry.events.PredictorObserved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// Language models that a week is known of, in which every day was as the other.
public final class OtherDays {

    /// Tokens a second that were asked for in the busy hours.
    public static final int BUSY = 5_000;

    /// Tokens a second that a replica carried.
    public static final int CARRIED = 1_000;

    private static final int OF_A_DAY = 96;
    private static final int BUSY_QUARTERS = 8;
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /// Longer than it takes from any time of a quarter to the middle of the next one.
    private static final Duration COLD_START = Duration.ofMinutes(20);

    private OtherDays() {}

    /// Nobody came but for two hours that begin with a quarter of an hour of each day.
    ///
    /// @param later how many quarters after the one under way, today still to come
    public static DemandLearned learned(String name, Instant now, int later) {
        long quarter = now.getEpochSecond() / QUARTER.toSeconds();
        List<Integer> levels = new ArrayList<>();
        for (long each = quarter - 7 * OF_A_DAY - 4; each < quarter; each++) {
            long since = Math.floorMod(each - quarter - later, OF_A_DAY);
            levels.add(since < BUSY_QUARTERS && each < quarter - BUSY_QUARTERS ? BUSY : 0);
        }
        return new DemandLearned(
                "default",
                name,
                now.toEpochMilli() * 1_000,
                Instant.ofEpochSecond((quarter - levels.size()) * QUARTER.toSeconds()),
                levels,
                CARRIED);
    }

    /// One replica of a revision that took long to start.
    public static PredictorObserved ready(
            String name, String revision, long generation, HttpServer replica) {
        return new PredictorObserved(
                "default",
                name,
                revision,
                generation,
                PredictorObserved.Phase.READY,
                1,
                List.of(
                        new Endpoint(
                                revision + "-r1",
                                "127.0.0.1",
                                replica.getAddress().getPort(),
                                "local",
                                true,
                                COLD_START.toMillis())),
                "vllm",
                null);
    }

    /// A replica that has nothing to do.
    public static HttpServer idleReplica() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] text =
                            "vllm:num_requests_running 0\nvllm:num_requests_waiting 0\n"
                                    .getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
