package io.gantry.proxy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the proxy treats requests.
@ConfigMapping(prefix = "gantry.proxy")
public interface ProxyConfig {

    /// Name of this proxy among all proxies; part of each traffic sample.
    @WithDefault("${HOSTNAME:local}")
    String instance();

    /// How models are named.
    Route route();

    /// How requests wait.
    Admit admit();

    /// How requests are passed on.
    Forward forward();

    /// How the proxies share the places of replicas.
    Peers peers();

    /// How requests go through graphs.
    Graph graph();

    /// How the proxy ends.
    Drain drain();

    /// How traffic is measured.
    Meter meter();

    /// How bodies are logged, of models that want it.
    Log log();

    /// How models are named.
    interface Route {

        /// The domains right below which `{model}-{namespace}` and `{model}-predictor-{namespace}`
        /// are a model's own host names; the default is KServe's, empty is none.
        @WithDefault("example.com")
        Optional<List<String>> domains();
    }

    /// How requests wait.
    interface Admit {

        /// How many requests of one revision may wait for a replica at once; more are answered 503.
        @WithDefault("1000")
        @Min(0)
        int maxQueuedPerRevision();

        /// Priorities by the name that a request gives in `x-gateway-inference-objective`, for
        /// example `gantry.proxy.admit.priorities.batch=-1`: when requests have to wait, higher
        /// ones go first. Requests without a name, or with another one, have 0.
        Map<String, Integer> priorities();

        /// Until when a request must have begun to be answered, waiting included, where the
        /// predictor sets no `timeout`.
        @WithDefault("300s")
        Duration requestTimeout();

        /// After how long a refused client should come again (`Retry-After`).
        @WithDefault("5s")
        Duration retryAfter();
    }

    /// How requests are passed on.
    interface Forward {

        /// How much of a body is read and held to find the model it names; a body that does not
        /// name it by then is answered 413.
        @WithDefault("32M")
        MemorySize maxInspectedBody();

        /// How much memory the bodies of requests may take that no replica has begun to answer, so
        /// that another one can have them when the first is lost; what finds no room is not sent
        /// again.
        @WithDefault("32M")
        MemorySize maxKeptBodies();

        /// How much memory bodies may take together that are held whole: to find the models they
        /// name, for batches, for graphs and the answers of their steps; what finds no room is
        /// answered 503, or goes alone where it was for a batch. Bodies of less than 16 KiB that
        /// name their model do not count.
        @WithDefault("64M")
        MemorySize maxHeldBodies();

        /// How long a connection to a replica may take to be made.
        @WithDefault("2s")
        Duration connectTimeout();

        /// How long to go on trying when no replica that is said to be ready can be reached.
        @WithDefault("10s")
        Duration unreachablePatience();

        /// After how long without use a connection to a replica is closed; less than the 5 s after
        /// which common model servers close it, for a request may be lost in between.
        @WithDefault("4s")
        Duration keepAlive();

        /// After how long without a byte either way an answer that has begun is broken off.
        @WithDefault("5m")
        Duration streamIdleTimeout();

        /// How many connections each event loop may have to one replica.
        @WithDefault("4096")
        @Min(1)
        int maxConnectionsPerReplica();
    }

    /// How the proxies share the places of replicas.
    interface Peers {

        /// Name or address at which the other proxies reach this one, on the port that it listens
        /// on; with `0.0.0.0` or `::`, at which nobody can, it admits no requests for them.
        @WithDefault("${quarkus.http.host:127.0.0.1}")
        String host();

        /// How often the proxy tells the others that it is there; after three times as long without
        /// a word they take it for gone.
        @WithDefault("2s")
        Duration interval();
    }

    /// How requests go through graphs.
    interface Graph {

        /// How much of a request to a graph is held, and of the answer of each step that others
        /// follow; more is answered 413 and 502.
        @WithDefault("32M")
        MemorySize maxBody();

        /// Hosts that steps may post to by `serviceUrl`, `*` standing for anything. Name yours
        /// where you do not trust whoever writes manifests.
        @WithDefault("*")
        List<String> urls();

        /// Headers of the client that steps to a `serviceUrl` get beside its request id and trace,
        /// `*` standing for anything: KServe's `headers.propagate`. Steps to services get all.
        Optional<List<String>> propagatedHeaders();
    }

    /// How the proxy ends.
    interface Drain {

        /// For how long after SIGTERM the proxy goes on as before but for its readiness, so that
        /// load balancers can leave it; it ends no sooner even when it has nothing to do.
        @WithDefault("0s")
        Duration delay();

        /// How long after the delay requests that are under way or wait may take to be answered;
        /// then they are answered 503.
        @WithDefault("30s")
        Duration timeout();
    }

    /// How traffic is measured.
    interface Meter {

        /// How often traffic samples are published.
        @WithDefault("1s")
        Duration interval();

        /// Of how many tenants (`x-gateway-inference-fairness-id`) each has metrics of its own;
        /// further ones are counted together, as `other`.
        @WithDefault("100")
        @Min(0)
        int maxTenants();
    }

    /// How bodies are logged, of models that want it.
    interface Log {

        /// How much of a body is logged; of a longer one its beginning. Kafka has to take messages
        /// of this size and some headers.
        @WithDefault("512K")
        MemorySize maxBody();

        /// How much memory bodies may take until they have left; what finds no room is dropped and
        /// counted.
        @WithDefault("32M")
        MemorySize maxHeld();

        /// Hosts that bodies may be posted to where a model's `logger.url` says so, `*` standing
        /// for anything. Name yours where you do not trust whoever writes manifests.
        @WithDefault("*")
        List<String> sinks();

        /// How long such a host may take to accept a connection, and to answer.
        @WithDefault("5s")
        Duration sinkTimeout();
    }
}
