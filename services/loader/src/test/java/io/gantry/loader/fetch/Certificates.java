package io.gantry.loader.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate authority of the test's own, and what it signs.
public final class Certificates {

    private static final String PASSWORD = "changeit";
    private static final List<String> STORE =
            List.of("-storepass", PASSWORD, "-keypass", PASSWORD, "-keyalg", "EC");

    private final Path store;
    private final Path bundle;
    private int servers;

    public Certificates(Path directory) {
        this.store = directory.resolve("keys.p12");
        this.bundle = directory.resolve("ca.pem");
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", bundle.toString());
    }

    /// The authority's own certificate, as PEM.
    public Path bundle() {
        return bundle;
    }

    /// A server's end of TLS.
    ///
    /// @param san what the certificate is for, for example `dns:localhost`
    /// @param more further options of keytool, for example for one that has expired
    public SSLContext server(String san, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of("-genkeypair", "-alias", "server-" + ++servers, "-signer", "ca"));
        words.addAll(List.of("-dname", "CN=server", "-ext", "san=" + san));
        words.addAll(List.of(more));
        keytool(words.toArray(String[]::new));
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            for (String alias : List.copyOf(java.util.Collections.list(keys.aliases()))) {
                if (!alias.equals("server-" + servers)) {
                    keys.deleteEntry(alias);
                }
            }
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void keytool(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", store.toString()));
        command.addAll(words[0].equals("-genkeypair") ? STORE : STORE.subList(0, 2));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool: " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
