package io.gantry.monitor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the monitor decides and when it raises alerts.
@ConfigMapping(prefix = "gantry.monitor")
public interface MonitorConfig {

    /// How often every revision is decided anew and every alert is looked at; a request that waits
    /// for a revision at zero is decided on at once.
    @WithDefault("2s")
    Duration tick();

    /// The defaults of scaling, named and limited as in Knative's ConfigMap `config-autoscaler`.
    Autoscaler autoscaler();

    /// How replicas are asked for their metrics.
    Scrape scrape();

    /// The defaults of scaling language models.
    Llm llm();

    /// How the quality of service is measured.
    Slo slo();

    /// When alerts are opened and resolved.
    Alerts alerts();

    /// How replicas are asked for their metrics.
    interface Scrape {

        /// How often each replica is asked.
        @WithDefault("2s")
        Duration interval();

        /// How long a replica may take to answer.
        @WithDefault("1s")
        Duration timeout();

        /// How many replicas are asked at once.
        @WithDefault("64")
        int maxConcurrent();

        /// How long the last figures of a replica that does not answer are taken for what is; then
        /// it is unknown, and as long as one is, no replica is taken away.
        @WithDefault("15s")
        Duration hold();
    }

    /// The defaults of scaling language models.
    interface Llm {

        /// Whether models whose replicas tell vLLM's metrics are scaled by them, where their
        /// service names neither a metric nor a target.
        @WithDefault("true")
        boolean enabled();

        /// How long requests may wait for their first token, beyond what reading their prompt
        /// takes.
        @WithDefault("2s")
        Duration timeToFirstToken();

        /// How full the KV caches may be, in percent.
        @WithDefault("85")
        double kvCacheUsagePercentage();

        /// How long a replica takes until it is ready, for models that none was measured of.
        @WithDefault("60s")
        Duration coldStart();
    }

    /// How the quality of service is measured.
    interface Slo {

        /// How far back requests are looked at for error rate and latency.
        @WithDefault("60s")
        Duration window();
    }

    /// When alerts are opened and resolved.
    interface Alerts {

        /// Too many requests fail.
        ErrorRate errorRate();

        /// Requests take too long.
        LatencyP99 latencyP99();

        /// A model has no ready replica although it should.
        ModelNotReady modelNotReady();

        /// A model does not load.
        ModelLoadFailed modelLoadFailed();
    }

    /// When ErrorRateHigh is opened and resolved.
    interface ErrorRate extends AlertTiming {

        /// Part of the requests that may be answered 5xx or broken off, above 0 and below 1.
        @WithDefault("0.05")
        double threshold();

        /// Requests that have to have ended within the window for their error rate to count.
        @WithDefault("20")
        long minRequests();

        @Override
        @WithDefault("10s")
        Duration openAfter();

        @Override
        @WithDefault("60s")
        Duration resolveAfter();
    }

    /// When LatencyP99High is opened and resolved.
    interface LatencyP99 extends AlertTiming {

        /// Duration that the 99th percentile of the requests may take, waiting included.
        @WithDefault("10s")
        Duration threshold();

        /// Requests that have to have ended within the window for their latency to count.
        @WithDefault("20")
        long minRequests();

        @Override
        @WithDefault("30s")
        Duration openAfter();

        @Override
        @WithDefault("60s")
        Duration resolveAfter();
    }

    /// When ModelNotReady is opened and resolved.
    interface ModelNotReady extends AlertTiming {

        @Override
        @WithDefault("5m")
        Duration openAfter();

        @Override
        @WithDefault("10s")
        Duration resolveAfter();
    }

    /// When ModelLoadFailed is opened and resolved.
    interface ModelLoadFailed extends AlertTiming {

        @Override
        @WithDefault("0s")
        Duration openAfter();

        @Override
        @WithDefault("10s")
        Duration resolveAfter();
    }

    /// How long something has to last.
    interface AlertTiming {

        /// How long the condition has to hold before the alert is opened.
        Duration openAfter();

        /// How long the condition has to be gone before the alert is resolved.
        Duration resolveAfter();
    }

    /// The defaults of scaling.
    interface Autoscaler {

        /// Directory where Knative's ConfigMap `config-autoscaler` is mounted, a file for each key;
        /// what it has wins over the keys here.
        Optional<Path> configMap();

        /// Who scales revisions that do not say; any other class leaves them alone.
        @WithDefault("kpa.autoscaling.knative.dev")
        String podAutoscalerClass();

        /// Part of the concurrency target that a replica should carry: a percentage, or a fraction
        /// when it is not above 1.
        @WithDefault("70")
        double containerConcurrencyTargetPercentage();

        /// Requests at once that a replica can carry, when its service does not say.
        @WithDefault("100")
        double containerConcurrencyTargetDefault();

        /// Requests per second that a replica can carry, when its service does not say.
        @WithDefault("200")
        double requestsPerSecondTargetDefault();

        /// Requests that may come at once; -1 for unlimited. It goes into the reported excess burst
        /// capacity only.
        @WithDefault("211")
        double targetBurstCapacity();

        /// How many times the ready replicas may become at once.
        @WithDefault("1000")
        double maxScaleUpRate();

        /// By what the ready replicas may be divided at once.
        @WithDefault("2")
        double maxScaleDownRate();

        /// A smaller number is decided only once it stood for so long, in whole seconds.
        @WithDefault("0s")
        Duration scaleDownDelay();

        /// How far back demand is averaged, in whole seconds from 6s to 1h.
        @WithDefault("60s")
        Duration stableWindow();

        /// The part of the stable window, in percent, over which a sudden rise is looked for.
        @WithDefault("10")
        double panicWindowPercentage();

        /// Wanted by ready replicas, in percent, from which on a rise counts as sudden.
        @WithDefault("200")
        double panicThresholdPercentage();

        /// Whether revisions with `minReplicas: 0` are scaled to zero.
        @WithDefault("true")
        boolean enableScaleToZero();

        /// How long demand has to be zero before the last replica goes.
        @WithDefault("30s")
        Duration scaleToZeroGracePeriod();

        /// Least time that the last replica stays without demand.
        @WithDefault("0s")
        Duration scaleToZeroPodRetentionPeriod();

        /// Replicas that a new revision starts with.
        @WithDefault("1")
        int initialScale();

        /// Whether a revision may ask to start with none.
        @WithDefault("false")
        boolean allowZeroInitialScale();

        /// Bound for services that have none; 0 for unbounded.
        @WithDefault("0")
        int maxScale();

        /// The largest bound that a service may ask for; 0 for any.
        @WithDefault("0")
        int maxScaleLimit();
    }
}
