export { segmentInputsOf, valueInputsOf } from '@aicrm/models/value/view-inputs';
