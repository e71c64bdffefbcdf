package io.gantry.deployer;

import io.gantry.kube.render.AutoscalerClass;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All settings of the deployer.
@ConfigMapping(prefix = "gantry.deployer")
public interface DeployerConfig {

    /// Name of the node whose cache holds the models, as the loader on it is named.
    @WithDefault("local")
    String node();

    /// What runs the predictors.
    @WithDefault("local")
    PlatformKind platform();

    /// How often everything is compared again without an event that asks for it.
    @WithDefault("10s")
    Duration resync();

    /// The platform that runs predictors as processes of this machine.
    Local local();

    /// The platform that runs predictors as Deployments of a Kubernetes cluster.
    Kubernetes kubernetes();

    /// The platforms there are.
    enum PlatformKind {
        /// Processes of this machine.
        LOCAL,
        /// Deployments of a Kubernetes cluster.
        KUBERNETES
    }

    /// Settings of the platform `kubernetes`. Which cluster, and as whom, is found as `kubectl`
    /// finds it.
    interface Kubernetes {

        /// What scales services whose manifest does not say: `gantry`, or `hpa` as KServe has it.
        @WithDefault("gantry")
        AutoscalerClass autoscalerClass();

        /// Image of the loader that brings models into pods.
        @WithDefault("gantry/loader:0.1.0")
        String loaderImage();

        /// Directory of the loader's cache on every node, from which pods take what is there; none
        /// for pods that download for themselves.
        Optional<Path> nodeCache();

        /// How long a new revision waits for free devices, which an autoscaler of the cluster may
        /// be adding, before it takes over those of the revision that it replaces.
        @WithDefault("30s")
        Duration surgePatience();

        /// Which of several deployers acts.
        Lease lease();
    }

    /// The Lease that the one deployer holds that acts; the others stand by.
    interface Lease {

        /// The name of the Lease in the cluster.
        @WithDefault("gantry-deployer")
        String name();

        /// The namespace of the Lease; unset: the client's, which in a pod is the pod's.
        Optional<String> namespace();

        /// The name of this deployer in the Lease, different for each; unset: host name and a
        /// random suffix.
        Optional<String> identity();

        /// How long after its last renewal another deployer may take the Lease; whole seconds.
        @WithDefault("15s")
        Duration duration();

        /// How long the holder tries to renew before it stops; shorter than the duration.
        @WithDefault("10s")
        Duration renewDeadline();

        /// How long between two attempts to get or renew it; less than half of the renew deadline.
        @WithDefault("2s")
        Duration retryPeriod();
    }

    /// Settings of the platform `local`.
    interface Local {

        /// Where the state and the output of the predictors' processes are kept.
        @WithDefault("${user.home}/.gantry/run/predictors")
        Path directory();

        /// Directories in which commands of runtimes are looked up before those of the PATH.
        Optional<List<Path>> path();

        /// Environment variables of the deployer that predictors see, besides those of their
        /// container; `*` at the end stands for any rest.
        @WithDefault(
                "PATH,HOME,USER,LOGNAME,LANG,LC_*,TZ,TMPDIR,JAVA_HOME,XDG_*,LD_LIBRARY_PATH,DYLD_*,CUDA_*,NVIDIA_*")
        List<String> inheritedEnvironment();

        /// Most replicas of one revision, whatever is asked for.
        @WithDefault("8")
        @Min(1)
        int maxReplicas();

        /// Whether predictors end together with the deployer; otherwise they go on serving and the
        /// next deployer takes them over.
        @WithDefault("false")
        boolean stopPredictorsOnExit();

        /// How replicas start and restart.
        Start start();

        /// How replicas end.
        Stop stop();

        /// What is kept of the replicas' output.
        Output output();
    }

    /// How replicas start and restart.
    interface Start {

        /// Time between two readiness checks of a replica that has just been started; they get
        /// rarer the longer it takes.
        @WithDefault("50ms")
        Duration checkInterval();

        /// How long a replica may take to get ready before that is reported as a failure.
        @WithDefault("10m")
        Duration deadline();

        /// Pause before the first restart; it doubles with each further one.
        @WithDefault("1s")
        Duration firstPause();

        /// Longest pause before a restart.
        @WithDefault("60s")
        Duration longestPause();

        /// How long a replica has to be ready for its earlier ends to be forgotten.
        @WithDefault("60s")
        Duration stableAfter();
    }

    /// How replicas end.
    interface Stop {

        /// How long a replica goes on serving after it was published as not ready, so that proxies
        /// learn of it and its requests end.
        @WithDefault("10s")
        Duration drain();

        /// How long a replica may take to end after SIGTERM before it gets SIGKILL.
        @WithDefault("30s")
        Duration grace();
    }

    /// What is kept of the replicas' output.
    interface Output {

        /// Size at which a replica's log is rotated; one rotated file is kept.
        @WithDefault("10M")
        MemorySize maxSize();

        /// How many lines of the log a failure carries.
        @WithDefault("20")
        @Min(0)
        @Max(200)
        int failureLines();

        /// How many logs of ended replicas are kept for each revision.
        @WithDefault("3")
        @Min(0)
        int keptLogs();
    }
}
