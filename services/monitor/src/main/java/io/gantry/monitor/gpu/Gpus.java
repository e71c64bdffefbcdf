package io.gantry.monitor.gpu;

import io.gantry.events.Endpoint;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.scrape.MetricsClient;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks what there is to ask about GPUs and keeps the last answers for a while: exporters where
/// some are configured, and this machine as long as somebody wants to know.
@ApplicationScoped
public class Gpus {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final InstantSource time = InstantSource.system();
    private final MonitorConfig.Gpu config;
    private final Duration hold;
    private final MetricsClient client;
    private final NvidiaSmi smi;
    private final Map<String, Known> pods = new HashMap<>();
    private final Map<Long, Known> processes = new HashMap<>();
    private @Nullable Thread asking;
    private volatile boolean onThisMachine;

    Gpus(MonitorConfig config) {
        this.config = config.gpu();
        this.hold = config.scrape().hold();
        this.client = new MetricsClient(TIMEOUT);
        this.smi = new NvidiaSmi(config.gpu().nvidiaSmi(), TIMEOUT);
    }

    /// Asks from now on.
    ///
    /// @param local whether anybody wants to know it of processes of this machine, too
    public synchronized void follow(boolean local) {
        onThisMachine = local;
        boolean ask = local || config.dcgmUrls().isPresent();
        if (ask && asking == null) {
            asking = Thread.ofVirtual().name("gpus").start(this::keepAsking);
        } else if (!ask) {
            end();
        }
    }

    /// False when no replica is known to have a GPU.
    public synchronized boolean known() {
        return !pods.isEmpty() || !processes.isEmpty();
    }

    private void end() {
        if (asking != null) {
            asking.interrupt();
            asking = null;
            pods.clear();
            processes.clear();
        }
    }

    /// How much of its GPUs a replica uses; empty when it has none or that is not known.
    public synchronized Optional<GpuUse> read(String namespace, Endpoint replica, Instant now) {
        Known known = pods.get(namespace + "/" + replica.id());
        List<GpuUse.Gpu> gpus = new ArrayList<>(current(known, now));
        if (replica.pid() != null) {
            processes.forEach((pid, of) -> {
                if (within(pid, replica.pid())) {
                    gpus.addAll(current(of, now));
                }
            });
        }
        return gpus.isEmpty() ? Optional.empty() : Optional.of(GpuUse.of(gpus));
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        end();
        client.close();
    }

    private List<GpuUse.Gpu> current(@Nullable Known known, Instant now) {
        return known == null || known.at().plus(hold).isBefore(now) ? List.of() : known.gpus();
    }

    /// Whether a process is another one or was started by it.
    private static boolean within(long pid, long ancestor) {
        Optional<ProcessHandle> at = ProcessHandle.of(pid);
        while (at.isPresent() && at.get().pid() != ancestor) {
            at = at.get().parent();
        }
        return at.isPresent();
    }

    private void keepAsking() {
        try {
            while (true) {
                for (String url : config.dcgmUrls().orElse(List.of())) {
                    askExporters(URI.create(url));
                }
                if (onThisMachine) {
                    askMachine();
                }
                Thread.sleep(config.interval());
            }
        } catch (InterruptedException e) {
            // Nobody wants to know any more.
            Thread.currentThread().interrupt();
        }
    }

    private void askExporters(URI url) throws InterruptedException {
        try {
            for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
                switch (client.get(at(url, address))) {
                    case MetricsClient.Text(String text) -> accept(DcgmPage.read(text), pods);
                    case MetricsClient.Failed(String why) ->
                            Log.debugf("GPUs are not told url=%s reason=%s", url, why);
                }
            }
        } catch (IOException e) {
            Log.debugf("GPUs are not told url=%s reason=%s", url, e.getMessage());
        }
    }

    /// A certificate is of the name, not of an address.
    private static URI at(URI url, InetAddress address) {
        return url.getScheme().equals("https")
                ? url
                : URI.create(
                        url.toString()
                                .replaceFirst(
                                        "://" + Pattern.quote(url.getHost()),
                                        "://" + literal(address)));
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private void askMachine() throws InterruptedException {
        try {
            Map<Long, List<GpuUse.Gpu>> found = smi.processes();
            synchronized (this) {
                processes.clear();
            }
            accept(found, processes);
        } catch (IOException e) {
            Log.debugf("GPUs are not told program=%s reason=%s", smi.program(), e.getMessage());
        }
    }

    private synchronized <K> void accept(Map<K, List<GpuUse.Gpu>> found, Map<K, Known> into) {
        Instant now = time.instant();
        into.values().removeIf(known -> known.at().plus(hold).isBefore(now));
        found.forEach((key, gpus) -> into.put(key, new Known(gpus, now)));
    }

    private record Known(List<GpuUse.Gpu> gpus, Instant at) {}
}
