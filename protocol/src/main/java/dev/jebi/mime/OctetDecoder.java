package dev.jebi.mime;

/// A decoder of a transfer encoding, octet by octet. For one thread.
interface OctetDecoder {
    /// Takes an octet and writes what it completes.
    void put(int octet, Octets out);

    /// Writes what is left when the encoded octets end.
    void end(Octets out);
}
