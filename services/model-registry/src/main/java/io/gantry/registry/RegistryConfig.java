package io.gantry.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Everything that can be set about the registry, beyond Quarkus' own settings.
@ConfigMapping(prefix = "gantry.registry")
public interface RegistryConfig {

    /// Where clients reach the inference proxy; models' URLs start with it.
    @WithDefault("http://localhost:8081")
    URI proxyUrl();

    /// A directory of YAML files with the runtimes that exist from the start; read at start, and
    /// nothing that a user has changed or deleted is touched.
    Optional<Path> runtimesDirectory();

    /// How long revisions are kept.
    Revisions revisions();

    /// How changes get onto Kafka.
    Outbox outbox();

    /// How registrations from Kafka are taken.
    Registrations registrations();

    /// How what is observed of services gets into the database.
    StatusWriting status();

    /// How resources of a Kubernetes cluster are taken in.
    Kubernetes kubernetes();

    /// How long it is known what happened to models.
    Timeline timeline();

    /// Settings of revisions.
    interface Revisions {

        /// How many revisions of a model are kept, those that run included; of the others, the
        /// oldest go first.
        @Min(1)
        @WithDefault("20")
        int historyLimit();
    }

    /// Settings of the outbox.
    interface Outbox {

        /// How long an event of another instance may lie in the outbox before this one looks.
        @WithDefault("1s")
        Duration pollInterval();

        /// How long to wait before Kafka is tried again after it did not take an event.
        @WithDefault("1s")
        Duration retryDelay();

        /// How many events are sent before the database is told.
        @Min(1)
        @WithDefault("500")
        int batchSize();
    }

    /// Settings of registrations by Kafka.
    interface Registrations {

        /// How long to wait before a registration that failed for want of the database is tried
        /// again.
        @WithDefault("1s")
        Duration retryDelay();

        /// How long to remember which registrations were answered; longer than the topic keeps
        /// them.
        @WithDefault("8d")
        Duration remember();
    }

    /// Settings of how statuses are written.
    interface StatusWriting {

        /// How long to collect what the other services say before it is written.
        @WithDefault("100ms")
        Duration interval();

        /// How long after all statuses were last compared with what is stored they are compared
        /// again.
        @WithDefault("1m")
        Duration resync();
    }

    /// Settings of the timeline.
    interface Timeline {

        /// How long to keep what has happened to a model.
        @WithDefault("7d")
        Duration keep();
    }

    /// Settings of the bridge to a Kubernetes cluster. Which cluster, and as whom, the client's own
    /// settings say: a kubeconfig, the service account of the pod, `quarkus.kubernetes-client.*`.
    interface Kubernetes {

        /// Whether InferenceServices, runtimes and KServe's other resources that are created in the
        /// cluster are taken in, and their statuses written back.
        @WithDefault("false")
        boolean enabled();

        /// The namespaces whose resources are taken in; unset: all.
        Optional<Set<String>> namespaces();

        /// How often everything is compared again without an event that asks for it.
        @WithDefault("5m")
        Duration resync();

        /// How long until a kind is looked for again that the cluster does not have or does not let
        /// the registry see.
        @WithDefault("1m")
        Duration missingKindInterval();

        /// How instances agree on the one that does it.
        Lease lease();

        /// How failures are tried again.
        Backoff backoff();
    }

    /// Settings of the lease that the one instance holds that takes resources in and writes
    /// statuses back.
    interface Lease {

        /// The name of the Lease in the cluster.
        @WithDefault("gantry-model-registry")
        String name();

        /// The namespace of the Lease; unset: the client's, which in a pod is the pod's.
        Optional<String> namespace();

        /// The name of this instance in the Lease, different for each; unset: host name and a
        /// random suffix.
        Optional<String> identity();

        /// How long after its last renewal another instance may take the lease; whole seconds.
        @WithDefault("15s")
        Duration duration();

        /// How long the holder tries to renew before it stops; shorter than the duration.
        @WithDefault("10s")
        Duration renewDeadline();

        /// How long between two attempts to get or renew it; less than half of the renew deadline.
        @WithDefault("2s")
        Duration retryPeriod();
    }

    /// Settings of the pauses between attempts, which double, with jitter.
    interface Backoff {

        /// The pause after a first failure.
        @WithDefault("500ms")
        Duration initial();

        /// The longest pause.
        @WithDefault("30s")
        Duration max();
    }
}
