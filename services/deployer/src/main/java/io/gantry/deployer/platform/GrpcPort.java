package io.gantry.deployer.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which of a container's ports takes gRPC: the one that is called so, as Kubernetes' gateways have
/// it, too.
public final class GrpcPort {

    private static final Pattern NAME = Pattern.compile("(grpc|h2c)(-.*)?");

    private GrpcPort() {}

    /// @param name of a port; null when it has none
    public static boolean isNamed(@Nullable String name) {
        return name != null && NAME.matcher(name).matches();
    }
}
