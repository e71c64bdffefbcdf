package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.oip.GRPCInferenceServiceGrpc;
import io.gantry.oip.ModelInferRequest;
import io.gantry.process.Program;
import io.gantry.process.RunningProgram;
import io.gantry.proxy.world.GrpcPredictor;
import io.gantry.proxy.world.Inference;
import io.gantry.proxy.world.World;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// Behind TLS, client and proxy agree on HTTP/2 as they meet (ALPN).
@QuarkusTest
@QuarkusTestResource(value = TlsTest.Certificate.class, restrictToAnnotatedClass = true)
class TlsTest {

    @Test
    void shouldTakeCallsOverTls() throws IOException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-ssl-port", Integer.class);
        try (World world = new World();
                GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", predictor.endpoint());
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", port)
                            .sslContext(
                                    GrpcSslContexts.forClient()
                                            .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                            .build())
                            .build();
            try {
                assertThat(
                                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                                        .modelInfer(
                                                ModelInferRequest.newBuilder()
                                                        .setModelName(model)
                                                        .build())
                                        .getModelName())
                        .isEqualTo(model);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /// A certificate of its own, by the JDK's tool.
    public static final class Certificate implements QuarkusTestResourceLifecycleManager {

        private static final String PASSWORD = "changeit";

        @Override
        public Map<String, String> start() {
            try {
                Path directory = Files.createTempDirectory("certificate");
                Path store = directory.resolve("store.p12");
                make(directory, store);
                return Map.of(
                        "quarkus.http.ssl.certificate.key-store-file",
                        store.toString(),
                        "quarkus.http.ssl.certificate.key-store-password",
                        PASSWORD,
                        "quarkus.http.test-ssl-port",
                        "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void make(Path directory, Path store) {
            List<String> words =
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            "proxy",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            store.toString());
            try (RunningProgram keytool = Program.of(words).start(directory)) {
                if (keytool.exitCode() != 0) {
                    throw new IllegalStateException(keytool.log());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {}
    }
}
