package io.gantry.deployer.reconcile;

import io.gantry.bus.CatchUp;
import io.gantry.deployer.DeployerConfig;
import io.gantry.deployer.platform.Platform;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Starts the platform, asks for everything once the topics were read, and again from time to time.
@ApplicationScoped
class Resync {

    private static final Duration UNTIL_ABLE = Duration.ofMillis(20);

    private final Reconciler reconciler;
    private final Platform platform;
    private final CatchUp catchUp;
    private final DeployerConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Resync(Reconciler reconciler, Platform platform, CatchUp catchUp, DeployerConfig config) {
        this.reconciler = reconciler;
        this.platform = platform;
        this.catchUp = catchUp;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        Log.infof("Deployer starts node=%s platform=%s", config.node(), config.platform());
        platform.start(reconciler::ask);
        Thread.ofVirtual().name("resync").start(this::tick);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void tick() {
        try {
            boolean stop = false;
            while (!stop) {
                boolean able = catchUp.reached() && platform.ready();
                if (able) {
                    reconciler.askAll();
                }
                long pause = (able ? config.resync() : UNTIL_ABLE).toMillis();
                stop = stopping.await(pause, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
