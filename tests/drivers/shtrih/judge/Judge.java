import com.shtrih.fiscalprinter.PrinterProtocol;
import com.shtrih.fiscalprinter.PrinterProtocol_1;
import com.shtrih.fiscalprinter.PrinterProtocol_2;
import com.shtrih.fiscalprinter.command.*;
import com.shtrih.fiscalprinter.port.SocketPort;

/**
 * A day at a register, told by the vendor's own driver: `Judge HOST:PORT v1|v2 [1.05]`.
 *
 * Prints one line for each command with what its decoder read, and ends with 1 at the first
 * command that is refused. How to compile it: docs/drivers/shtrih.md.
 */
public final class Judge {
    private static final int PASSWORD = 30;
    private final PrinterProtocol protocol;

    private Judge(PrinterProtocol protocol) {
        this.protocol = protocol;
    }

    public static void main(String[] arguments) throws Exception {
        SocketPort port = SocketPort.getInstance(arguments[0], 3000);
        port.open(3000);
        PrinterProtocol protocol = arguments[1].equals("v1")
            ? new PrinterProtocol_1(port) : new PrinterProtocol_2(port);
        protocol.connect();
        new Judge(protocol).day(arguments.length > 2 && arguments[2].equals("1.05"));
        port.close();
    }

    private void day(boolean isOld) throws Exception {
        look();
        FSOpenDay opened = new FSOpenDay();
        opened.setSysPassword(PASSWORD);
        send(opened);
        told("shift", opened.getDayNumber(), opened.getDocNumber(), opened.getMacNumber());
        FSCloseReceipt closed = sell(isOld);
        told("receipt", closed.getDocNum(), closed.getDocMAC(), closed.getChange());
        read(closed.getDocNum());
        if (isOld) {
            correct();
        }
        FSDayClose close = new FSDayClose();
        close.setSysPassword(PASSWORD);
        send(close);
        told("closed", close.getDayNumber(), close.getDocumentNumber());
    }

    private void look() throws Exception {
        ReadDeviceMetrics metrics = new ReadDeviceMetrics();
        send(metrics);
        told("device", metrics.getDeviceMetrics().getDeviceName());
        ReadShortStatus status = new ReadShortStatus(PASSWORD);
        send(status);
        told("mode", status.getStatus().getMode(), status.getStatus().getSubmode());
        ReadLongStatus whole = new ReadLongStatus();
        whole.setPassword(PASSWORD);
        send(whole);
        told("serial", whole.getStatus().getSerialNumber(), whole.getStatus().getFiscalID());
        FSReadStatus drive = new FSReadStatus();
        drive.setSysPassword(PASSWORD);
        send(drive);
        told("drive", drive.getFsSerial(), drive.getDocNumber(), drive.getFlags());
        FSReadCommStatus queue = new FSReadCommStatus();
        queue.setSysPassword(PASSWORD);
        send(queue);
        told("queue", queue.getQueueSize(), queue.getDocumentNumber());
        FSReadExpDate until = new FSReadExpDate();
        until.setSysPassword(PASSWORD);
        send(until);
        told("until", until.getDate(), until.getRemainingRegistrationsCount());
        FSReadFiscalization registered = new FSReadFiscalization();
        registered.setSysPassword(PASSWORD);
        send(registered);
        told("registered", registered.getTaxID(), registered.getRegID(), registered.getDocNumber());
    }

    private FSCloseReceipt sell(boolean isOld) throws Exception {
        FSReceiptItem item = new FSReceiptItem();
        item.setOperation(1);
        item.setQuantity(755000);
        item.setPrice(31240);
        item.setAmount(23586);
        item.setTaxAmount(0xFFFFFFFFFFL);
        item.setTax(0xCB);
        item.setDepartment(1);
        item.setPaymentType(4);
        item.setPaymentItem(1);
        item.setText("Сыр Џџ");  // in CP1251 the two bytes that v2 has to stuff
        FSPrintRecItem sold = new FSPrintRecItem();
        sold.setPassword(PASSWORD);
        sold.setItem(item);
        send(sold);
        FSWriteOperationTLV measure = new FSWriteOperationTLV();
        measure.setSysPassword(PASSWORD);
        measure.setTlv(isOld  // 1197 is "кг" in CP866, 2108 is 11
            ? new byte[] {(byte) 0xAD, 0x04, 2, 0, (byte) 0xAA, (byte) 0xA3}
            : new byte[] {0x3C, 0x08, 1, 0, 11});
        send(measure);
        FSCloseReceipt closed = new FSCloseReceipt();
        closed.setSysPassword(PASSWORD);
        closed.setPayment(0, 30000);
        closed.setTaxSystem(1);
        send(closed);
        return closed;
    }

    private void correct() throws Exception {
        FSStartCorrectionReceipt begun = new FSStartCorrectionReceipt();
        begun.setSysPassword(PASSWORD);
        send(begun);
        FSPrintCorrectionReceipt2 corrected = new FSPrintCorrectionReceipt2();
        corrected.setSysPassword(PASSWORD);
        corrected.setPaymentType(1);
        corrected.setTotal(12000);
        corrected.setPayment(0, 12000);
        corrected.setTaxTotal(0, 2000);
        send(corrected);
        told("corrected", corrected.getReceiptNumber(), corrected.getDocumentNumber());
    }

    private void read(long number) throws Exception {
        FSFindDocument found = new FSFindDocument(PASSWORD, number);
        send(found);
        told("found", found.getDocument().getDocType(), found.getDocument().getDocNumber());
        FSReadDocument whole = new FSReadDocument(PASSWORD, number);
        send(whole);
        int size = 0;
        while (size < whole.getDocSize()) {
            FSReadDocumentBlock block = new FSReadDocumentBlock(PASSWORD);
            send(block);
            size += block.getData().length;
        }
        told("content", whole.getDocType(), size);
    }

    private void send(PrinterCommand command) throws Exception {
        protocol.send(command);
        if (command.isFailed()) {
            told("refused", command.getText(), command.getResultCode());
            System.exit(1);
        }
    }

    private static void told(Object... values) {
        StringBuilder line = new StringBuilder();
        for (Object value : values) {
            line.append(line.length() > 0 ? " " : "").append(value);
        }
        System.out.println(line);
    }
}
