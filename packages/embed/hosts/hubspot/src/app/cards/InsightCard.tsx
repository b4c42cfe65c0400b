import {
  Alert,
  Button,
  Flex,
  hubspot,
  LoadingSpinner,
  Statistics,
  StatisticsItem,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import { type Answer, type FrameAnswer, percent, strongest } from './answer';

hubspot.extend<'crm.record.sidebar'>(({ context, actions }) => (
  <InsightCard
    objectId={context.crm.objectId}
    onOpen={(uri) => actions.openIframeModal({ uri, width: 480, height: 720, title: 'Why this score' })}
  />
));

function InsightCard({ objectId, onOpen }: { objectId: number; onOpen: (address: string) => void }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let gone = false;
    hubspot
      .serverless<Answer>('aicrm_explain', { parameters: { objectId } })
      .then((said) => gone || setAnswer(said))
      .catch(() => gone || setProblem('The score could not be asked for.'));
    return () => {
      gone = true;
    };
  }, [objectId]);

  // The token in the address ends in 15 minutes and is made for one opening, so it is asked for when somebody opens it.
  const open = async () => {
    const parameters = { objectId, frame: true };
    const said = await hubspot.serverless<FrameAnswer>('aicrm_explain', { parameters });
    if (said.ok) onOpen(said.address);
    else setProblem(said.detail);
  };

  if (problem) return <Alert title={problem} variant="warning" />;
  if (answer === null) return <LoadingSpinner label="Scoring" />;
  if (!answer.ok) return <Alert title={answer.detail} variant="warning" />;
  const { prediction, explained } = answer;
  // Where there is not enough data there is no number, and the worker's own sentence says what is missing.
  if (prediction.state === 'insufficient-data') return <Text>{prediction.detail}</Text>;
  return (
    <Flex direction="column" gap="small">
      <Statistics>
        <StatisticsItem label={`Chance (${prediction.band})`} number={percent(prediction.probability)} />
      </Statistics>
      <Table>
        <TableHead>
          <TableRow>
            <TableHeader>Reason</TableHeader>
            <TableHeader>Value</TableHeader>
            <TableHeader>Effect</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {strongest(explained).map((reason) => (
            <TableRow key={reason.feature}>
              <TableCell>{reason.label}</TableCell>
              <TableCell>{reason.value === null ? 'missing' : String(reason.value)}</TableCell>
              <TableCell>{reason.contribution > 0 ? 'raises' : 'lowers'}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Button
        onClick={() => {
          open().catch(() => setProblem('The window could not be opened.'));
        }}
      >
        All reasons
      </Button>
    </Flex>
  );
}
