package io.gantry.monitor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the monitor decides and when it raises alerts.
@ConfigMapping(prefix = "gantry.monitor")
public interface MonitorConfig {

    /// How often every revision is decided anew; a request that waits for a revision at zero is
    /// decided on at once.
    @WithDefault("2s")
    Duration tick();

    /// The defaults of scaling, named and limited as in Knative's ConfigMap `config-autoscaler`.
    Autoscaler autoscaler();

    /// How replicas are asked for their metrics.
    Scrape scrape();

    /// How Prometheus servers are asked, by services that scale by a query.
    Prometheus prometheus();

    /// Where the use of GPUs is told, as metrics and for services that scale by it.
    Gpu gpu();

    /// The defaults of scaling language models.
    Llm llm();

    /// Which alerts there are and whom they reach.
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

    /// How Prometheus servers are asked, by services that scale by a query.
    interface Prometheus {

        /// The server of queries that name none, for example `http://prometheus.monitoring:9090`.
        Optional<String> url();

        /// File with the token that this server wants (and no other is sent); it is read each time.
        Optional<Path> tokenFile();

        /// How often each query is asked.
        @WithDefault("5s")
        Duration interval();

        /// How long a server may take to answer.
        @WithDefault("2s")
        Duration timeout();

        /// How long the last answer is taken for what is; then the metric is unknown, and as long
        /// as it is, no replica is taken away.
        @WithDefault("1m")
        Duration hold();
    }

    /// Where the use of GPUs is told, as metrics and for services that scale by it.
    interface Gpu {

        /// Pages of NVIDIA's DCGM exporters, with commas between, for example
        /// `http://dcgm-exporter.gpu-operator:9400/metrics`; a name with several addresses, as a
        /// headless Service is, is asked at each.
        Optional<List<String>> dcgmUrls();

        /// The program that tells the GPUs of this machine, for predictors that are processes of
        /// it.
        @WithDefault("nvidia-smi")
        String nvidiaSmi();

        /// How often they are asked.
        @WithDefault("5s")
        Duration interval();
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

    /// Which alerts there are and whom they reach.
    interface Alerts {

        /// File of alert rules, over those that Gantry comes with; it is read again when it
        /// changes.
        Optional<Path> rules();

        /// The web address below which the runbooks are that rules name by a path, for example
        /// `https://git.example/gantry/blob/main`; without it receivers get the path.
        Optional<String> runbookBase();

        /// How often everything is judged by every rule.
        @WithDefault("5s")
        Duration interval();

        /// How often Kafka is asked how far consumers are behind and how many dead letters there
        /// are.
        @WithDefault("15s")
        Duration brokerInterval();

        /// Alertmanagers that are told of alerts.
        Alertmanager alertmanager();

        /// Webhooks that are told of alerts, by their names.
        Map<String, Webhook> webhooks();

        /// How receivers are told.
        Delivery delivery();
    }

    /// Alertmanagers that are told of alerts.
    interface Alertmanager {

        /// Their URLs, with commas between, for example `http://alertmanager:9093`; each is told of
        /// everything.
        Optional<List<String>> urls();

        /// Headers of each request, by their names, for example `Authorization`.
        Map<String, String> headers();

        /// How often open alerts are told again; after four times as long without a word they count
        /// as over.
        @WithDefault("1m")
        Duration resend();
    }

    /// A webhook that is told of alerts.
    interface Webhook {

        /// Where alerts are posted to.
        String url();

        /// Headers of each request, by their names, for example `Authorization`.
        Map<String, String> headers();
    }

    /// How receivers of alerts are told.
    interface Delivery {

        /// How long a receiver may take to answer.
        @WithDefault("5s")
        Duration timeout();

        /// Pause before the second attempt; it doubles with each, up to a minute.
        @WithDefault("1s")
        Duration firstPause();

        /// How long a webhook is tried to be told of one change.
        @WithDefault("1h")
        Duration giveUpAfter();

        /// How many changes may wait for a receiver; when there are more, the oldest are dropped
        /// and counted.
        @WithDefault("1000")
        int maxWaiting();
    }

    /// The defaults of scaling.
    interface Autoscaler {

        /// Directory where Knative's ConfigMap `config-autoscaler` is mounted, a file for each key;
        /// what it has wins over the keys here, and it is read again when it changes.
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
