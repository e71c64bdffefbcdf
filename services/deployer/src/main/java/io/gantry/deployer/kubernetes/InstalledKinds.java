package io.gantry.deployer.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.gantry.deployer.platform.PlatformAwayException;
import io.gantry.kube.render.ClusterLookup;
import io.gantry.kube.render.ClusterLookup.Presence;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Looks for kinds that not every cluster has, again and again: somebody may install them.
final class InstalledKinds implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(1);

    private final ClusterLookup cluster;
    private final Map<ResourceDefinitionContext, BooleanSupplier> wanted;
    private final Set<ResourceDefinitionContext> found = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean known;

    /// @param wanted kinds, and what is to be done when the cluster is found to have one, until
    ///   that succeeds
    InstalledKinds(ClusterLookup cluster, Map<ResourceDefinitionContext, BooleanSupplier> wanted) {
        this.cluster = cluster;
        this.wanted = Map.copyOf(wanted);
    }

    void start() {
        Thread.ofVirtual().name("installed kinds").start(this::go);
    }

    /// Whether it was found out at least once which of them there are.
    boolean known() {
        return known;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void go() {
        try {
            do {
                look();
            } while (!closed.await(
                    (known ? PAUSE : UNTIL_KNOWN).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            wanted.forEach((kind, then) -> {
                if (!found.contains(kind)
                        && cluster.kind(kind.getGroup(), kind.getKind()) == Presence.PRESENT
                        && then.getAsBoolean()) {
                    found.add(kind);
                }
            });
            known = true;
        } catch (PlatformAwayException e) {
            Log.debugf("Which kinds there are cannot be found out reason=%s", e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "Which kinds there are cannot be found out, it is tried again");
        }
    }
}
