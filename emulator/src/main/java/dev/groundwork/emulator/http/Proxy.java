package dev.groundwork.emulator.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An HTTP proxy for clients that cannot be told another address than Google's. `CONNECT` to a host
/// of Google leads to the emulator's own TLS port, an absolute URL to its plain one; nothing leads
/// out of this machine.
public final class Proxy implements AutoCloseable {
  private static final Pattern CONNECT =
      Pattern.compile("CONNECT ([^ :]+):(\\d{1,5}) HTTP/1\\.[01]");
  private static final int HEAD_LIMIT = 65536;

  private final ServerSocket listening;
  private final InetAddress address;
  private final int plainPort;
  private final IntSupplier tlsPort;

  /// @param plainPort where the emulator answers HTTP
  /// @param tlsPort where it answers HTTPS; asked for when the first client needs it
  public Proxy(InetAddress address, int plainPort, IntSupplier tlsPort) {
    this.address = address;
    this.plainPort = plainPort;
    this.tlsPort = tlsPort;
    try {
      listening = new ServerSocket(0, 64, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // closed
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      Matcher connect = CONNECT.matcher(head.lines().findFirst().orElse(""));
      if (!connect.matches()) {
        try (Socket server = new Socket(address, plainPort)) {
          server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
          join(client, in, server);
        }
      } else if (connect.group(2).equals("443") && Hosts.google(connect.group(1))) {
        through(client, in, tlsPort.getAsInt());
      } else if (isOwn(connect)) {
        // bq asks for a tunnel to the emulator's own address too
        through(client, in, plainPort);
      } else {
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 403 Not emulated\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // the client or the emulator is gone: so is the connection
    }
  }

  private boolean isOwn(Matcher connect) {
    return connect.group(2).equals(Integer.toString(plainPort))
        && (connect.group(1).equals("localhost")
            || connect.group(1).equals(address.getHostAddress()));
  }

  private void through(Socket client, InputStream in, int port) throws IOException {
    try (Socket server = new Socket(address, port)) {
      client
          .getOutputStream()
          .write(
              "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      join(client, in, server);
    }
  }

  /// The request line and the headers, with the empty line at their end.
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while (last != 4 && head.size() < HEAD_LIMIT) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no request");
      }
      head.write(b);
      last = b == (last % 2 == 0 ? '\r' : '\n') ? last + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void join(Socket client, InputStream fromClient, Socket server)
      throws IOException {
    server.setTcpNoDelay(true);
    client.setTcpNoDelay(true);
    Thread back =
        Thread.ofVirtual()
            .start(() -> {
              pipe(server, client);
            });
    copy(fromClient, server.getOutputStream());
    server.shutdownOutput();
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pipe(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // the other direction ends too
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16384];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
