# A carrier by Net::SMPP: says its port, lets one client bind, answers what it is asked, and prints what it read.
use strict;
use warnings;
use Net::SMPP;
use IO::Socket::INET;

$| = 1;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => $ARGV[0], smpp_version => 0x34)
    or die "no server: $!";
print "ready\n";
my $client = $listener->accept or die 'nobody came';
my $count  = 0;

my %answer = (
    Net::SMPP::CMD_bind_transceiver => sub {
        $client->bind_transceiver_resp(system_id => 'perl', seq => $_[0]{seq});
    },
    Net::SMPP::CMD_submit_sm => sub {
        my ($pdu) = @_;
        $count++;
        print join('|', 'submit', $pdu->{source_addr}, $pdu->{destination_addr}, $pdu->{esm_class}, $pdu->{data_coding},
            unpack('H*', $pdu->{short_message}), defined $pdu->{user_message_reference} ? unpack('H*', $pdu->{user_message_reference}) : ''), "\n";
        return $client->submit_sm_resp(message_id => '', status => 0x0b, seq => $pdu->{seq})
            if $pdu->{destination_addr} eq '0';
        $client->submit_sm_resp(message_id => "p$count", seq => $pdu->{seq});
        $client->deliver_sm(
            source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr}, esm_class => 4,
            short_message => "id:p$count sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:DELIVRD err:000 text:x",
            async => 1, seq => 1000 + $count,
        );
    },
    Net::SMPP::CMD_query_sm => sub {
        my ($pdu) = @_;
        $client->query_sm_resp(message_id => $pdu->{message_id}, final_date => '261122100100000+', message_state => 2,
            error_code => 0, seq => $pdu->{seq});
    },
    Net::SMPP::CMD_deliver_sm_resp => sub { print join('|', 'delivered', $_[0]{seq}, $_[0]{status}), "\n" },
    Net::SMPP::CMD_enquire_link => sub { $client->enquire_link_resp(seq => $_[0]{seq}) },
    Net::SMPP::CMD_unbind => sub { $client->unbind_resp(seq => $_[0]{seq}); print "unbound\n"; exit 0 },
);

while (my $pdu = $client->read_pdu) {
    my $how = $answer{$pdu->{cmd}} or die "unexpected command $pdu->{cmd}";
    $how->($pdu);
}
